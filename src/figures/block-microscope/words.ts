/** Numbers and names as the microscope writes them. */
import type { DrawContext } from "@/figures/shell/contract.ts";
import type { Shape } from "@kernels/tensor.ts";
import type { MicroscopeState, StepKind } from "./compute.ts";
import type { Place } from "./steps.ts";

export interface ShownState extends MicroscopeState {
  /** Where the step is looked at from in space. */
  readonly camera: string;
}
export type Context = DrawContext<ShownState>;
type Tr = Context["tr"];

/** Nine significant digits tell every float32 from its neighbours. */
const DIGITS = 9;

/** A float32 in full, with a true minus sign. */
export function full(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return value === 0 ? "0" : value.toPrecision(DIGITS).replaceAll("-", "−");
}

/** A small difference: two digits and a power of ten. */
export const tiny = (value: number): string =>
  value === 0 ? "0" : value.toExponential(1).replaceAll("-", "−").replace("e+", "e");

export const shapeText = ([h, w, c]: Shape): string => `${String(h)}×${String(w)}×${String(c)}`;

/** A step's name on the rail; the stem's and the last layer's convolutions have their own. */
export function stepName(tr: Tr, { block, step }: Place): string {
  if (step === "expand" && block === 0) return tr("steps.stem");
  if (step === "expand" && block === 18) return tr("steps.last");
  return tr(`steps.${step}`);
}

/** The same where it stands alone: which batch norm, which ReLU6. `names` inside a sentence, `full` at its start. */
export const stepTitle = (tr: Tr, { block, step }: Place, form: "names" | "full" = "names"): string =>
  tr((block === 0 || block === 18) && step !== "input" ? `${form}.outer.${step}` : `${form}.${step}`);

/** How many values a tensor of this shape holds. */
export const cellsOf = ([h, w, c]: Shape): number => h * w * c;

export const isSum = (kind: StepKind): boolean => kind === "conv2d" || kind === "depthwise" || kind === "pointwise";

/** How values become colour: one scale a tensor, one for both, or always −6 to 6. */
import type { MicroscopeData } from "./compute.ts";
import type { Extent } from "./measures.ts";

export const SCALE_MODES = ["tensor", "both", "fixed"] as const;
export type ScaleMode = (typeof SCALE_MODES)[number];

export interface Scale {
  /** The value at full colour; the opposite value has the other one. */
  readonly reach: number;
  /** No value is below zero: half the scale is enough. */
  readonly half: boolean;
  /** Some values lie beyond the reach. */
  readonly clips: boolean;
}

const scale = (all: readonly Extent[], reach: number): Scale => ({
  reach,
  half: all.every(({ low }) => low >= 0),
  clips: all.some(({ low, high }) => Math.max(-low, high) > reach),
});

const widest = (all: readonly Extent[]): number => Math.max(0, ...all.map(({ reach }) => reach));

/** The scales of the tensors before (all on one) and after. */
export function scalesOf(
  data: Pick<MicroscopeData, "sources" | "extent">,
  mode: ScaleMode,
): { readonly before: Scale; readonly after: Scale } {
  const before = data.sources.map(({ extent }) => extent);
  const after = [data.extent];
  const shared = mode === "fixed" ? 6 : widest([...before, ...after]);
  const own = mode === "tensor";
  return {
    before: scale(before, own ? widest(before) : shared),
    after: scale(after, own ? widest(after) : shared),
  };
}

/** Only after ReLU6 is a six the cap. */
export const marksSix = (step: string): boolean => step.endsWith("relu6");

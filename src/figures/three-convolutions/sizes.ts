/** The sizes of the three convolutions, their bounds, and how far a step has come. Pure numbers. */
import { type SplitMadds, splitMadds } from "@kernels/cost/separable.ts";
import { slide, type WindowPadding } from "@kernels/ops/window.ts";

export interface Sizes {
  readonly h: number;
  readonly w: number;
  readonly inC: number;
  readonly outC: number;
  readonly kernel: number;
  readonly stride: "1" | "2";
  readonly padding: Extract<WindowPadding, "symmetric" | "valid">;
}

/** As far as the VGG layer and the 8×8×256 example go. */
export const MOST = { side: 112, inC: 64, outC: 256, kernel: 7 } as const;
export const LEAST_SIDE = 3;

export const PRESETS = {
  small: { h: 5, w: 5, inC: 3, outC: 4, kernel: 3, stride: "1", padding: "symmetric", step: 50 },
  worked: { h: 12, w: 12, inC: 3, outC: 256, kernel: 5, stride: "1", padding: "valid", step: 4 },
  vgg: { h: 112, w: 112, inC: 64, outC: 128, kernel: 3, stride: "1", padding: "symmetric", step: 56 },
} as const satisfies Readonly<Record<string, Sizes & { step: number }>>;
export type PresetName = keyof typeof PRESETS;

/** The largest odd kernel that the sizes allow: without padding a window must fit into the input. */
export function mostKernel({ h, w, padding }: Pick<Sizes, "h" | "w" | "padding">): number {
  if (padding === "symmetric") return MOST.kernel;
  const fits = Math.min(h, w, MOST.kernel);
  return fits % 2 === 1 ? fits : fits - 1;
}

export interface Output {
  readonly outH: number;
  readonly outW: number;
}
export function outputOf({ h, w, kernel, stride, padding }: Sizes): Output {
  const s = Number(stride);
  return { outH: slide(h, kernel, s, padding).out, outW: slide(w, kernel, s, padding).out };
}

/** Small tensors are drawn cell by cell and stepped value by value; large ones as blocks, row by row. */
export const isSmall = ({ h, w, inC, outC, kernel }: Sizes): boolean =>
  h <= 8 && w <= 8 && inC <= 4 && outC <= 6 && kernel <= 5;

export const KINDS = ["standard", "depthwise", "pointwise"] as const;
export type Kind = (typeof KINDS)[number];

/** Output channels of a kind, and the products in one of its values. */
const channelsOf = (kind: Kind, { inC, outC }: Sizes): number => (kind === "depthwise" ? inC : outC);
export const termsOf = (kind: Kind, { inC, kernel }: Sizes): number =>
  ({ standard: inC * kernel ** 2, depthwise: kernel ** 2, pointwise: inC })[kind];

/** How many values of a pixel are made one after another: the wider of the two tensors takes longest. */
const turns = ({ inC, outC }: Sizes): number => Math.max(inC, outC);

/** The pointwise kernel follows one pixel behind, since it reads what the depthwise one has made. */
const LAG: Readonly<Record<Kind, number>> = { standard: 0, depthwise: 0, pointwise: 1 };

export function stepsOf(sizes: Sizes): number {
  const { outH, outW } = outputOf(sizes);
  return isSmall(sizes) ? (outH * outW + LAG.pointwise) * turns(sizes) : outH;
}

/** A value of an output. */
export interface Place {
  readonly y: number;
  readonly x: number;
  readonly channel: number;
}

/** Where the kernels stand after a step, and how much they have multiplied. Step 0: nothing yet. */
export interface Position {
  readonly step: number;
  /** The value that each has just made; null while it waits for the others, and for blocks. */
  readonly now: Readonly<Record<Kind, Place | null>>;
  /** Values that each has made, pixel by pixel, channels innermost. */
  readonly made: Readonly<Record<Kind, number>>;
  /** Rows of the output that are finished, for blocks. */
  readonly rows: number;
  /** Multiply-adds so far; padding counts, as in the papers. */
  readonly done: SplitMadds;
}

function placeOf(kind: Kind, sizes: Sizes, step: number): { made: number; now: Place | null } {
  const { outH, outW } = outputOf(sizes);
  const [channels, pixels] = [channelsOf(kind, sizes), outH * outW];
  const pixel = Math.floor((step - 1) / turns(sizes)) - LAG[kind];
  const channel = (step - 1) % turns(sizes);
  if (step === 0 || pixel < 0) return { made: 0, now: null };
  if (pixel >= pixels) return { made: pixels * channels, now: null };
  const made = pixel * channels + Math.min(channel + 1, channels);
  return { made, now: channel < channels ? { y: Math.floor(pixel / outW), x: pixel % outW, channel } : null };
}

const each = <T>(make: (kind: Kind) => T): Record<Kind, T> => ({
  standard: make("standard"),
  depthwise: make("depthwise"),
  pointwise: make("pointwise"),
});

export function positionOf(sizes: Sizes, step: number): Position {
  const { outH, outW } = outputOf(sizes);
  const { inC, outC, kernel } = sizes;
  if (isSmall(sizes)) {
    const places = each((kind) => placeOf(kind, sizes, step));
    const made = each((kind) => places[kind].made);
    return {
      step,
      now: each((kind) => places[kind].now),
      made,
      rows: 0,
      done: each((kind) => made[kind] * termsOf(kind, sizes)),
    };
  }
  const rows = Math.min(step, outH);
  return {
    step,
    now: each(() => null),
    made: each((kind) => rows * outW * channelsOf(kind, sizes)),
    rows,
    done: splitMadds({ outH: rows, outW, inC, outC, kernel }),
  };
}

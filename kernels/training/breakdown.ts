import type { Layout, Slot } from "./layout.ts";
import type { ShardGradient } from "./session.ts";

/** Where a step's numbers stopped being numbers, and the largest weight at that time, in size. */
export interface Breakdown {
  readonly layer: string;
  readonly where: "weights" | "activations" | "gradient" | "loss";
  readonly largest: number;
}

/** "features.3.conv.1.running_mean" → "features.3.conv.1" */
const layerOf = ({ name }: Slot): string => name.slice(0, name.lastIndexOf("."));
/** Infinities and NaN make the sum of all products with 0 NaN; any finite number leaves it 0. */
function isFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += 0 * values[i]!;
  return sum === 0;
}

/** Whether a step can be taken: its loss and every gradient are numbers. */
export const isSound = (loss: number, shards: readonly ShardGradient[]): boolean =>
  Number.isFinite(loss) && shards.every(({ gradient }) => isFinite(gradient));

/**
 * The first place, in the order of the computation, where a step went wrong: weights before it, then the moments of
 * each batch norm on the way forward, then the gradients on the way back; what is left is the loss at the classifier.
 */
export function findBreakdown(layout: Layout, learned: Float32Array, shards: readonly ShardGradient[]): Breakdown {
  const part = (flat: Float32Array, { offset, length }: Slot): Float32Array => flat.subarray(offset, offset + length);
  const trained = layout.slots.filter((slot) => slot.learned);
  const moments = layout.slots.filter((slot) => !slot.learned);
  const largest = learned.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const found = (slot: Slot | undefined, where: Breakdown["where"]): Breakdown | undefined =>
    slot && { layer: layerOf(slot), where, largest };
  const broken = (slot: Slot, of: "gradient" | "statistics"): boolean =>
    shards.some((shard) => !isFinite(part(shard[of], slot)));
  return (
    found(
      trained.find((slot) => !isFinite(part(learned, slot))),
      "weights",
    ) ??
    found(
      moments.find((slot) => broken(slot, "statistics")),
      "activations",
    ) ??
    found(
      trained.findLast((slot) => broken(slot, "gradient")),
      "gradient",
    ) ?? { layer: layerOf(trained.at(-1)!), where: "loss", largest }
  );
}

/** The likely cause in a sentence; `rate` is the learning rate of the step, `first` whether none was taken before. */
export function likelyCause({ where, largest }: Breakdown, rate: number, first: boolean): string {
  if (first) return "No step was taken yet, so the images, their scaling or the first weights are at fault.";
  const size = Number.isFinite(largest) ? `; the largest weight is ${largest.toPrecision(2)} in size` : "";
  const what = where === "weights" ? "The step before made them so" : "The weights before it have grown too large";
  return `${what}: the learning rate, ${rate.toPrecision(3)} here, is probably too high${size}. Lower the schedule's peak or lengthen its warm-up.`;
}

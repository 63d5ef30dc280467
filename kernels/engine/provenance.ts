import { ShapeError, type Tensor } from "../tensor.ts";

const { fround } = Math;

/**
 * The energy (sum of squares) of a sum of two tensors, by where it came from: |a + b|² = |a|² + |b|² + 2 a·b.
 * The three shares add up to 1; the last is negative where the two pull against each other. In double precision.
 */
export interface EnergyShares {
  readonly skip: number;
  readonly branch: number;
  /** Twice the product of both. */
  readonly both: number;
  /** |a + b|² itself; where it is 0 the shares are 0. */
  readonly energy: number;
}

/**
 * How much of a shortcut's sum came by the skip and how much by the branch, over whole tensors.
 *
 * @throws {ShapeError} if the two differ in size
 */
export function energyShares(skip: Tensor, branch: Tensor): EnergyShares {
  if (skip.data.length !== branch.data.length) {
    throw new ShapeError(`energyShares: skip has ${skip.data.length} values, branch has ${branch.data.length}`);
  }
  let [own, other, both] = [0, 0, 0];
  skip.data.forEach((a, i) => {
    const b = branch.data[i]!;
    own += a * a;
    other += b * b;
    both += 2 * a * b;
  });
  const energy = own + other + both;
  const share = (part: number): number => (energy > 0 ? part / energy : 0);
  return { skip: share(own), branch: share(other), both: share(both), energy };
}

/** What one class's logit is made of, behind a global average pool: Σ channels + bias, or Σ positions + bias. */
export interface Votes {
  /** pool(c) · w(c), float32, in the classifier's order of terms. */
  readonly channels: Float32Array;
  /** Σ over channels of x(y, x, c) · w(c) / (H · W): the class activation map, [H, W], double precision. */
  readonly positions: Float64Array;
  readonly bias: number;
  /** The classifier's own float32 sum. */
  readonly logit: number;
}

/**
 * From one class back through classifier and pool: each channel's and each position's vote.
 *
 * features [H, W, C] before the pool · pooled [1, 1, C] · weight [C, classes] + bias [classes]. Channels are rounded as
 * the classifier rounds, so that they sum to its logit in its order bit for bit; positions do up to rounding.
 *
 * @throws {ShapeError} if features, pooled and weight disagree on C
 * @throws {RangeError} if there is no such class
 * @see Zhou et al. 2016, class activation maps
 */
export function classVotes(
  features: Tensor,
  pooled: Tensor,
  { weight, bias }: { readonly weight: Float32Array; readonly bias: Float32Array },
  index: number,
): Votes {
  const [h, w, count] = features.shape;
  const classes = bias.length;
  if (pooled.data.length !== count || weight.length !== count * classes) {
    throw new ShapeError(
      `classVotes: features have ${count} channels, pooled ${pooled.data.length}, weight ${weight.length / classes}`,
    );
  }
  if (!Number.isInteger(index) || index < 0 || index >= classes) {
    throw new RangeError(`classVotes: class must be from 0 to ${classes - 1}, got ${index}`);
  }
  const own = Float32Array.from({ length: count }, (_, c) => weight[c * classes + index]!);
  const channels = own.map((value, c) => fround(pooled.data[c]! * value));
  const positions = new Float64Array(h * w);
  for (let pixel = 0; pixel < h * w; pixel++) {
    let sum = 0;
    for (let c = 0; c < count; c++) sum += features.data[pixel * count + c]! * own[c]!;
    positions[pixel] = sum / (h * w);
  }
  const sum = channels.reduce((total, value) => fround(total + value), 0);
  return { channels, positions, bias: bias[index]!, logit: fround(sum + bias[index]!) };
}

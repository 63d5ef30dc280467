import { ShapeError, type Tensor } from "../tensor.ts";
import { checkTensor, checkWhole } from "./check.ts";

/** The channel that a shuffle of `channels` in `groups` brings to place `c`. */
export const shuffledFrom = (c: number, channels: number, groups: number): number =>
  (c % groups) * (channels / groups) + Math.floor(c / groups);

/**
 * Channel shuffle: channels in `groups` rows are read column by column, so that each next group has some of all.
 * Channel j of group i goes to place j · groups + i.
 *
 * x [H, W, C] → [H, W, C]   float32; exact
 * Cost: no MAdds; one copy a value.
 *
 * @throws {ShapeError} if the groups do not divide the channels
 * @throws {RangeError} if groups is not a whole number of at least 1
 * @see ShuffleNetV2 §3
 */
export function channelShuffle(x: Tensor, { groups }: { groups: number }): Tensor {
  checkTensor("channelShuffle", "x", x);
  checkWhole("channelShuffle", { groups });
  const channels = x.shape[2];
  if (channels % groups !== 0) {
    throw new ShapeError(`channelShuffle: ${groups} groups do not divide the ${channels} channels of x`);
  }
  const data = x.data.map((_, i) => {
    const c = i % channels;
    return x.data[i - c + shuffledFrom(c, channels, groups)]!;
  });
  return { shape: x.shape, data };
}

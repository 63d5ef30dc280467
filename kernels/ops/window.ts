import type { Padding } from "../models/layer.ts";

/** The padding of a sliding window: a layer's, or "valid", none at all: the window never leaves the picture. */
export type WindowPadding = Padding | "valid";

/** How a k×k window slides along one axis: output size, and pixels of padding before the first one. */
export interface Window {
  readonly out: number;
  readonly before: number;
}

/**
 * Output size and leading padding of a kernel sliding over `size` pixels with a stride.
 *
 * symmetric: ⌊(k − 1)/2⌋ pixels on both sides, out = ⌊(size + 2p − k)/s⌋ + 1, as PyTorch.
 * same-tf: out = ⌈size/s⌉, as few pixels as that needs, the odd one after the last pixel, as TensorFlow.
 * valid: no padding, out = ⌊(size − k)/s⌋ + 1, as in worked examples and in TensorFlow's "VALID".
 * For odd k the first two give ⌈size/s⌉ pixels; at stride 2 they may look at different ones.
 */
export function slide(size: number, kernel: number, stride: number, padding: WindowPadding): Window {
  if (padding === "valid") return { out: Math.floor((size - kernel) / stride) + 1, before: 0 };
  if (padding === "symmetric") {
    const before = Math.floor((kernel - 1) / 2);
    return { out: Math.floor((size + 2 * before - kernel) / stride) + 1, before };
  }
  const out = Math.ceil(size / stride);
  return { out, before: Math.floor(Math.max((out - 1) * stride + kernel - size, 0) / 2) };
}

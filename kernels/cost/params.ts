/**
 * Learned numbers of the operators. Batch norm's running mean and variance are measured, not learned, so they do not
 * count; convolutions have no bias, since a batch norm follows.
 */

/** k² · inC · outC; a depthwise filter has inC = 1, a pointwise one k = 1 (MobileNetV1 §3.1). */
export const convParams = (p: { kernel: number; inC: number; outC: number }): number => p.kernel ** 2 * p.inC * p.outC;

/** γ and β for each channel. */
export const normParams = (channels: number): number => 2 * channels;

/** Weights and a bias for each output. */
export const linearParams = (p: { inC: number; outC: number }): number => (p.inC + 1) * p.outC;

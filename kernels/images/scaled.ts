/** How pixels become a network's input: one pair a channel. */
interface Scaling {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Bytes of c channels, [H, W, c], as values: (pixel / 255 − mean) / std. */
export const scaled = (bytes: Uint8Array, c: number, { mean, std }: Scaling): Float32Array =>
  Float32Array.from(bytes, (value, i) => (value / 255 - mean[i % c]!) / std[i % c]!);

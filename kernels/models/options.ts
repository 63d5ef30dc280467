/** What a reader may choose of a network; each has the paper's value unless given. */
export interface BuildOptions {
  /** Width multiplier α for all channel counts; what it leaves as it is, each network says. */
  readonly width?: number;
  /** Side of a square input in pixels, instead of the spec's input size. */
  readonly resolution?: number;
  readonly inC?: number;
  readonly classes?: number;
  /** Scaled channels are rounded to multiples of this, instead of the network's own rule (8); 1 keeps them whole only. */
  readonly channelDivisor?: number;
}

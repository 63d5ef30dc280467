import type { Padding } from "./layer.ts";
import type { BlockVariant } from "./variant.ts";

/** One row of the paper's table 2: expansion, output channels, repeats, stride of the first repeat. */
export interface BottleneckRow {
  readonly t: number;
  readonly c: number;
  readonly n: number;
  readonly s: number;
}

/** A MobileNetV2 as rows: all that `build` needs. Plain JSON, so a weights file can carry it in its metadata. */
export interface NetworkSpec {
  readonly name: string;
  /** Size of the input image in pixels and its channels. */
  readonly input: { readonly h: number; readonly w: number; readonly c: number };
  /** The first 3×3 convolution: channels and stride. */
  readonly stem: { readonly c: number; readonly s: number };
  readonly rows: readonly BottleneckRow[];
  /** Channels of the last 1×1 convolution; a width multiplier below 1 leaves them as they are. */
  readonly lastC: number;
  readonly classes: number;
  readonly padding: Padding;
  /** Channels after the width multiplier are rounded to multiples of this: 8 as published, 1 to keep the rows as they stand. */
  readonly channelDivisor: number;
  /** Batch norm's ε, added to the variance. */
  readonly epsilon: number;
  /** How its blocks differ from the paper's; absent: not at all. */
  readonly variant?: BlockVariant;
}

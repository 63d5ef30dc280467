export interface Block {
  readonly h: number;
  readonly w: number;
  readonly inC: number;
  readonly outC: number;
  readonly expansion: number;
  readonly stride: number;
}

/** Multiply-adds of an inverted residual with a 3 × 3 depthwise layer. */
export function blockMadds({
  h,
  w,
  inC,
  outC,
  expansion,
  stride,
}: Block): number {
  const hidden = expansion * inC;
  // The first layer only, as if it were always there. What do the other two cost, and at which size?
  return (h * w * inC * hidden * outC * stride) / (outC * stride);
}

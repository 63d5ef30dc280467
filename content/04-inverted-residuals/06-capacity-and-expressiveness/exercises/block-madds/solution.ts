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
  const outPixels = Math.ceil(h / stride) * Math.ceil(w / stride);
  const expand = expansion === 1 ? 0 : h * w * inC * hidden;
  const depthwise = outPixels * 9 * hidden;
  const project = outPixels * hidden * outC;
  return expand + depthwise + project;
}

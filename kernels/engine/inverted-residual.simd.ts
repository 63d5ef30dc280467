// The inverted residual as one operation (MobileNetV2 §5.1): a few rows of the expanded tensor at a time stand in a ring,
// the depthwise filter reads them there, and its rows go straight into the projection; or, for small images, a few of the
// expanded channels at a time ("t-way split"), the projection adding part by part. Either way the expanded tensor never
// exists whole. The head may be the stem's convolution instead of an expansion. Sums are the twins' own, and where
// channels are split, the projection's sum is that of the parts.

import { conv2dRow } from "../ops/conv2d.simd";
import { clearRing, depthwiseRow, listRows, ringRowBytes } from "../ops/depthwise.simd";
import { pointwise } from "../ops/pointwise.simd";

/** One block as the plan writes it: 4-byte fields in this order (`BLOCK_FIELDS` in block.ts). */
@unmanaged
class Block {
  x: usize; y: usize;
  h: i32; w: i32; outH: i32; outW: i32; inC: i32; xStride: usize; outC: i32; yStride: usize;
  kernel: i32; stride: i32; top: i32; left: i32;
  part: i32; parts: i32; tileRows: i32; ringRows: i32; adds: i32;
  head: usize; headStep: usize; filter: usize; filterStep: usize; project: usize; projectStep: usize;
  imageH: i32; imageW: i32; stemKernel: i32; stemStride: i32; stemTop: i32; stemLeft: i32;
}

/** Fills rows `from` to `to` of the ring from the block's input. */
@inline
function fill(b: Block, head: usize, ring: usize, rowBytes: usize, image: usize, from: i32, to: i32): void {
  const step = <usize>b.part << 2;
  const lead = step * b.left;
  if (b.stemKernel > 0) {
    for (let row = from; row < to; row++) {
      const at = ring + rowBytes * (1 + row % b.ringRows) + lead;
      conv2dRow(
        at, b.x, head, image, row, b.imageH, b.imageW, b.inC, b.part, b.w, b.stemKernel, b.stemStride, b.stemTop,
        b.stemLeft, step,
      );
    }
    return;
  }
  while (from < to) {
    // Rows that lie side by side in the ring go through the projection together.
    const place = from % b.ringRows;
    const count = min(to - from, b.ringRows - place);
    pointwise(
      ring + rowBytes * (1 + place) + lead, b.x + b.xStride * (from * b.w), head, count * b.w, b.inC, b.part, b.xStride,
      step, b.w, rowBytes - step * b.w, false, 0,
    );
    from += count;
  }
}

/**
 * Output rows `from` to `to`. `scratch`, behind 32 bytes for the list of rows: the ring with its row of zeros, `tileRows`
 * rows of depthwise outputs, and for a stem the padded rows of the image.
 */
export function invertedResidual(block: usize, scratch: usize, from: i32, to: i32): void {
  const b = changetype<Block>(block);
  const rows = scratch;
  const ring = rows + 32;
  const step = <usize>b.part << 2;
  const rowBytes = ringRowBytes(b.outW, b.kernel, b.stride, b.w, b.left, step);
  const filtered = ring + rowBytes * (1 + b.ringRows);
  const image = filtered + step * (b.outW * b.tileRows);
  clearRing(ring, b.ringRows, rowBytes, b.w, b.left, step);
  for (let part = 0; part < b.parts; part++) {
    const head = b.head + b.headStep * part;
    const filter = b.filter + b.filterStep * part;
    const project = b.project + b.projectStep * part;
    // The first part adds the block's input, if there is a shortcut; the others what stands there already.
    const adds = part > 0 || b.adds != 0;
    const shortcut = part > 0 ? <usize>0 : b.x - b.y;
    let filled = max(from * b.stride - b.top, 0);
    for (let row = from; row < to; row += b.tileRows) {
      const count = min(b.tileRows, to - row);
      const needed = min((row + count - 1) * b.stride - b.top + b.kernel, b.h);
      if (filled < needed) fill(b, head, ring, rowBytes, image, filled, needed);
      filled = max(filled, needed);
      for (let i = 0; i < count; i++) {
        listRows(rows, ring, b.ringRows, rowBytes, (row + i) * b.stride - b.top, b.h, b.kernel);
        depthwiseRow(filtered + step * (b.outW * i), rows, filter, step, b.outW, b.kernel, b.stride);
      }
      const y = b.y + b.yStride * (b.outW * row);
      pointwise(y, filtered, project, count * b.outW, b.part, b.outC, step, b.yStride, i32.MAX_VALUE, 0, adds, shortcut);
    }
  }
}

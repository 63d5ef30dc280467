import { slide } from "../ops/window.ts";
import type { FusedBlock } from "./operations.ts";
import { rounded } from "./pack.ts";

/**
 * Fields of a fused block as `inverted-residual.simd.ts` reads them: 32-bit numbers in this order.
 *
 * Addresses: `x` input, `y` output; `head`, `filter`, `project` packed weights of the first part, and with
 * `…Step` bytes from part to part. `part` channels of the expanded tensor at a time, `tileRows` output rows at a time,
 * `ringRows` expanded rows kept. `xStride` and `yStride` are a pixel's bytes. `stemKernel` is 0 unless the head is a stem
 * on the image [imageH, imageW, inC].
 */
export const BLOCK_FIELDS = [
  ...["x", "y"],
  ...["h", "w", "outH", "outW", "inC", "xStride", "outC", "yStride"],
  ...["kernel", "stride", "top", "left"],
  ...["part", "parts", "tileRows", "ringRows", "adds"],
  ...["head", "headStep", "filter", "filterStep", "project", "projectStep"],
  ...["imageH", "imageW", "stemKernel", "stemStride", "stemTop", "stemLeft"],
] as const;

/** How a block is cut: see `BLOCK_FIELDS`. */
export interface Tiling {
  readonly part: number;
  readonly parts: number;
  readonly tileRows: number;
  readonly ringRows: number;
  /** Bytes of scratch: list of rows, ring with its row of zeros, filtered rows, padded image rows. */
  readonly bytes: number;
}

export interface BlockSize {
  readonly h: number;
  readonly w: number;
  readonly outH: number;
  readonly outW: number;
  /** Channels of the expanded tensor, a multiple of 4. */
  readonly hidden: number;
  readonly kernel: number;
  readonly stride: number;
  readonly left: number;
  /** Bytes of the stem's padded image rows, or 0. */
  readonly imageBytes: number;
}

/** Pixels up to which the expanded channels are split, not the rows: there the weights outweigh the activations. */
const SMALL_IMAGE = 196;
/** Bytes of scratch that a block should stay below, if it can: it shares the second cache with weights and tensors. */
const SCRATCH_BYTES = 256 * 1024;
/** The stem's image and the first block's output fill the 1.5 MB of live memory, so its tile is smaller. */
const STEM_SCRATCH_BYTES = 80 * 1024;

function scratchBytes(size: BlockSize, part: number, tileRows: number, ringRows: number): number {
  const columns = Math.max((size.outW - 1) * size.stride + size.kernel, size.w + size.left);
  return 32 + 4 * part * (columns * (ringRows + 1) + size.outW * tileRows) + size.imageBytes;
}

/** Cuts a block so that its expanded tensor never exists whole: by channels in small images, else by rows. */
export function tilingOf(size: BlockSize): Tiling {
  const { h, w, outH, hidden, kernel, stride, imageBytes } = size;
  const budget = imageBytes > 0 ? STEM_SCRATCH_BYTES : SCRATCH_BYTES;
  if (h * w <= SMALL_IMAGE && hidden >= 8 && imageBytes === 0) {
    // With its zeros and filtered rows, a part must not outgrow the tensor that it spares.
    const most = Math.min(budget, 4 * h * w * hidden);
    for (let parts = 2; ; parts++) {
      const part = hidden / parts;
      if (!Number.isInteger(part / 4)) {
        if (part < 4) break;
        continue;
      }
      const bytes = scratchBytes(size, part, outH, h);
      if (bytes < most || part === 4) return { part, parts, tileRows: outH, ringRows: h, bytes };
    }
  }
  const rows = (tileRows: number): number => (tileRows - 1) * stride + kernel;
  let tileRows = 1;
  while (
    tileRows < outH &&
    rows(tileRows + 1) < h &&
    scratchBytes(size, hidden, tileRows + 1, rows(tileRows + 1)) <= budget
  ) {
    tileRows++;
  }
  const ringRows = rows(tileRows);
  return { part: hidden, parts: 1, tileRows, ringRows, bytes: scratchBytes(size, hidden, tileRows, ringRows) };
}

/** How the engine cuts this block; a stem as its head keeps a few padded rows of the image too. */
export function tilingOfBlock({ head, depthwise, project }: FusedBlock): Tiling {
  const { kernel, stride, padding, inShape } = depthwise.layer;
  const [h, w, c] = inShape;
  const [outH, outW] = project.layer.outShape;
  const stem = head.layer.kind === "conv2d" ? head.layer : null;
  const imageBytes = stem ? 4 * ((w - 1) * stem.stride + stem.kernel) * stem.inShape[2] * stem.kernel : 0;
  const left = slide(w, kernel, stride, padding).before;
  return tilingOf({ h, w, outH, outW, hidden: rounded(c), kernel, stride, left, imageBytes });
}

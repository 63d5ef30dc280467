/** A sliding kernel with one mistake of choice, for the exercises on convolutions. Padding is symmetric. */
import { ShapeError, type Tensor } from "@kernels/tensor.ts";

export type Mistake =
  | "strideForgotten"
  | "strideOfOutput"
  | "unpadded"
  | "transposed"
  | "flipped"
  | "swappedAxes"
  | "filterOrder"
  | "oneChannel";
export const SLIDING: readonly Mistake[] = [
  ...(["strideForgotten", "strideOfOutput", "unpadded", "transposed", "flipped"] as const),
  ...(["swappedAxes", "filterOrder", "oneChannel"] as const),
];

export interface Sliding {
  readonly kernel: number;
  readonly stride: number;
  /** Absent: depthwise, one filter a channel. */
  readonly outC?: number;
}

/** Output size of symmetric padding. */
export const outSize = (size: number, kernel: number, stride: number): number =>
  Math.floor((size + 2 * Math.floor(kernel / 2) - kernel) / stride) + 1;

/** x [H, W, C] · filter [k, k, C] or [k, k, C, outC] → [outH, outW, C or outC], wrong as named. */
export function slideWrongly(x: Tensor, filter: Float32Array, size: Sliding, mistake: Mistake): Tensor {
  const [h, w, inC] = x.shape;
  const { kernel: k, outC } = size;
  if (k < 1) throw new ShapeError(`slideWrongly: kernel ${k}`);
  const stride = mistake === "strideForgotten" ? 1 : size.stride;
  const step = mistake === "strideOfOutput" ? 1 : stride;
  const pad = mistake === "unpadded" ? 0 : Math.floor(k / 2);
  const channels = outC ?? inC;
  const [outH, outW] = [outSize(h, k, stride), outSize(w, k, stride)];
  const data = new Float32Array(outH * outW * channels);
  const tapOf = (ky: number, kx: number): number =>
    mistake === "transposed" ? kx * k + ky : mistake === "flipped" ? k * k - 1 - (ky * k + kx) : ky * k + kx;
  const weight = (tap: number, c: number, o: number): number => {
    if (outC === undefined) return filter[mistake === "filterOrder" ? c * k * k + tap : tap * inC + c]!;
    return filter[mistake === "filterOrder" ? (tap * outC + o) * inC + c : (tap * inC + c) * outC + o]!;
  };
  for (let y = 0; y < outH; y++) {
    for (let column = 0; column < outW; column++) {
      for (let o = 0; o < channels; o++) {
        let sum = 0;
        for (let ky = 0; ky < k; ky++) {
          for (let kx = 0; kx < k; kx++) {
            const [inY, inX] = [y * step - pad + ky, column * step - pad + kx];
            if (inY < 0 || inY >= h || inX < 0 || inX >= w) continue;
            const pixel = mistake === "swappedAxes" ? inX * h + inY : inY * w + inX;
            const first = outC === undefined ? o : 0;
            const last = outC === undefined ? o : inC - 1;
            for (let c = first; c <= last; c++) {
              const read = mistake === "oneChannel" ? 0 : c;
              sum += x.data[pixel * inC + read]! * weight(tapOf(ky, kx), c, o);
            }
          }
        }
        data[(y * outW + column) * channels + o] = sum;
      }
    }
  }
  return { shape: [outH, outW, channels], data };
}

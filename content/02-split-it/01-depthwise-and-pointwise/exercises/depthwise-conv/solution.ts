import type { Tensor } from "@kernels/tensor.ts";

/**
 * Depthwise convolution: one k × k filter a channel; channels never mix.
 * x [H, W, C] · filter [k, k, C] → [outH, outW, C], padding symmetric
 */
export function depthwiseConv(
  x: Tensor,
  filter: Float32Array,
  { kernel, stride }: { kernel: number; stride: number },
): Tensor {
  const [h, w, channels] = x.shape;
  const pad = (kernel - 1) / 2;
  const outH = Math.floor((h + 2 * pad - kernel) / stride) + 1;
  const outW = Math.floor((w + 2 * pad - kernel) / stride) + 1;
  const data = new Float32Array(outH * outW * channels);
  for (let y = 0; y < outH; y++) {
    for (let column = 0; column < outW; column++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let ky = 0; ky < kernel; ky++) {
          for (let kx = 0; kx < kernel; kx++) {
            const inY = y * stride - pad + ky;
            const inX = column * stride - pad + kx;
            if (inY < 0 || inY >= h || inX < 0 || inX >= w) continue;
            sum +=
              x.data[(inY * w + inX) * channels + c]! *
              filter[(ky * kernel + kx) * channels + c]!;
          }
        }
        data[(y * outW + column) * channels + c] = sum;
      }
    }
  }
  return { shape: [outH, outW, channels], data };
}

import { conv2d } from "@kernels/ops/conv2d.ts";
import { depthwise } from "@kernels/ops/depthwise.ts";
import { pointwise } from "@kernels/ops/pointwise.ts";
import { seededRandom } from "@kernels/random.ts";
import type { Shape } from "@kernels/tensor.ts";

const random = seededRandom(1);
/** From −2 to 2, so that every sum is exact. */
const half = (): number => Math.floor(random() * 9 - 4) / 2;
const draw = (length: number) => Float32Array.from({ length }, half);

const shape: Shape = [5, 5, 3];
const x = { shape, data: draw(5 * 5 * 3) };
const D = draw(3 * 3 * 3);
const P = draw(3 * 4);
const window = { kernel: 3, stride: 1, padding: "symmetric" } as const;

export const pair = pointwise(depthwise(x, D, window), P, { outC: 4 });

// The weight from tap and channel c to output o is D · P.
const W = Float32Array.from({ length: D.length * 4 }, (_, i) => {
  const [o, from] = [i % 4, Math.floor(i / 4)];
  return D[from]! * P[(from % 3) * 4 + o]!;
});
const standard = conv2d(x, W, { ...window, outC: 4 });

const gaps = pair.data.map((value, i) => Math.abs(value - standard.data[i]!));
show(Math.max(...gaps), "largest difference");

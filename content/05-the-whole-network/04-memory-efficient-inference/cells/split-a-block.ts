import { depthwise } from "@kernels/ops/depthwise.ts";
import { pointwise } from "@kernels/ops/pointwise.ts";
import { relu6 } from "@kernels/ops/relu6.ts";
import { gaussian, seededRandom } from "@kernels/random.ts";
import type { Tensor } from "@kernels/tensor.ts";

const parts = 4;
const [size, inC, hidden, outC] = [14, 8, 48, 8] as const;
const random = seededRandom(1);
const make = (n: number) =>
  Float32Array.from({ length: n }, () => gaussian(random));
const x: Tensor = { shape: [size, size, inC], data: make(size ** 2 * inC) };
// The weights of each inner channel: from the input, 3×3, to the output.
const inner = Array.from({ length: hidden }, () => [inC, 9, outC].map(make));

// Expand, filter, project: with all inner channels or with some.
function block(channels: readonly (readonly Float32Array[])[]) {
  const n = channels.length;
  const weave = (k: number) =>
    Float32Array.from({ length: n * inner[0]![k]!.length }, (_, i) => {
      return channels[i % n]![k]![Math.floor(i / n)]!;
    });
  const window = { kernel: 3, stride: 1, padding: "symmetric" } as const;
  const wide = relu6(pointwise(x, weave(0), { outC: n }));
  const filtered = relu6(depthwise(wide, weave(1), window));
  const project = channels.flatMap((channel) => [...channel[2]!]);
  return pointwise(filtered, Float32Array.from(project), { outC }).data;
}

const whole = block(inner);
const sum = new Float32Array(whole.length);
for (let i = 0; i < parts; i++) {
  const from = Math.round((i * hidden) / parts);
  const to = Math.round(((i + 1) * hidden) / parts);
  block(inner.slice(from, to)).forEach((v, at) => (sum[at]! += v));
}

export const largest = Math.max(...whole.map(Math.abs));
export const difference = Math.max(
  ...sum.map((v, at) => Math.abs(v - whole[at]!)),
);

import { peak } from "@kernels/cost/memory.ts";
import { totals } from "@kernels/cost/totals.ts";
import { invertedResidual } from "@kernels/models/inverted-residual.ts";
import type { Layer } from "@kernels/models/layer.ts";
import { resnetBottleneck } from "@kernels/models/resnet.ts";

export const side = 56;
export const expansion = 6;

const facts = (block: string, c: number, layers: Layer[]) => ({
  block,
  channels: c,
  ...totals(layers),
  peakBytes: peak(layers).bytes,
  waitingBytes: 4 * side * side * c,
});
const same = (c: number) => ({ outC: c, stride: 1 });
const resnet = [24, 144, 256].map((c) =>
  facts("ResNet", c, resnetBottleneck([side, side, c], same(c))),
);
const size = { expansion, ...same(24) };
const inverted = facts(
  "inverted",
  24,
  invertedResidual([side, side, 24], size),
);

show([...resnet, inverted]);

import type { Layer } from "@kernels/models/layer.ts";
import { buildMobilenetV1 } from "@kernels/models/mobilenet-v1.ts";

// Another width or another picture: every share moves.
const layers = buildMobilenetV1({ width: 1, resolution: 224 });

const sum = (list: number[]): number => list.reduce((a, b) => a + b, 0);
const size = ([h, w, c]: Layer["inShape"]): number => h * w * c;
// Input, weights and output, once each.
function movedBy({ inShape, params, outShape }: Layer): number {
  return size(inShape) + params + size(outShape);
}

const kinds = ["conv2d", "depthwise", "pointwise", "linear"];
show(
  kinds.map((kind) => {
    const own = layers.filter((layer) => layer.kind === kind);
    const params = sum(own.map((layer) => layer.params));
    const madds = sum(own.map((layer) => layer.madds));
    const moved = sum(own.map(movedBy));
    return { kind, params, madds, moved, intensity: madds / moved };
  }),
);

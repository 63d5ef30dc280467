import { runLayers } from "@kernels/engine/reference.ts";
import { prepareWeights } from "@kernels/engine/weights.ts";
import { build } from "@kernels/models/build.ts";
import { NETWORKS } from "@kernels/models/catalogue.ts";
import type { Layer } from "@kernels/models/layer.ts";
import { resnetBasicBlock, resnetBottleneck } from "@kernels/models/resnet.ts";
import { DIGITS } from "@kernels/models/digits.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";
import { seededRandom } from "@kernels/random.ts";
import type { Tensor } from "@kernels/tensor.ts";
import { expect, it } from "vitest";
import { oracleLayer } from "../oracle.ts";
import { seededTensor, seededWeights } from "../seeded-network.ts";

const SEED = Number(process.env["SEED"] ?? 20261122);
const tiny = { resolution: 45, classes: 10 } as const;
const LISTS: [string, readonly Layer[]][] = [
  ["digits", build(DIGITS)],
  ["digits with TensorFlow's padding", build({ ...DIGITS, padding: "same-tf" })],
  ["MobileNetV2 0.35 at 45 px with 10 classes", build(MOBILENET_V2, { ...tiny, width: 0.35 })],
  ["MobileNetV1 0.25 at 45 px", NETWORKS["mobilenet-v1"].build({ ...tiny, width: 0.25 })],
  ["MobileNetV3-Small 0.35 at 45 px", NETWORKS["mobilenet-v3-small"].build({ ...tiny, width: 0.35 })],
  ["ShuffleNetV2 0.5 at 45 px", NETWORKS["shufflenet-v2-0.5"].build(tiny)],
  ["a ResNet bottleneck of stride 2", resnetBottleneck([9, 7, 16], { outC: 32, stride: 2 })],
  ["a basic ResNet block, its stride in a 1×1 too", resnetBasicBlock([9, 7, 8], { outC: 16, stride: 2 })],
];

/** Both engines run the whole network on their own, so roundings grow from stage to stage: 0.00019 seen in six seeds. */
const TOLERANCE = 5e-4;

it.each(LISTS)(
  `%s, seed ${SEED}: every layer equals TensorFlow.js within ${TOLERANCE} of the layer's largest value`,
  (_name, layers) => {
    const random = seededRandom(SEED);
    const weights = prepareWeights(layers, seededWeights(layers, random));
    const input = seededTensor(layers[0]!.inShape, random);
    const theirs: Tensor[] = [];
    for (const { layer, tensor } of runLayers(layers, weights, input)) {
      const inputs = layer.inputs.map((index) => (index < 0 ? input : theirs[index]!));
      const expected = oracleLayer(layer, weights[layer.index]!, inputs);
      theirs.push(expected);
      expect(tensor.shape, layer.name).toEqual(layer.outShape);
      expect(expected.shape, layer.name).toEqual(layer.outShape);
      const largest = expected.data.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      const error = tensor.data.reduce((a, value, i) => Math.max(a, Math.abs(value - expected.data[i]!)), 0);
      expect(error, layer.name).toBeLessThanOrEqual(TOLERANCE * largest);
      expect(largest, `${layer.name} is not dead`).toBeGreaterThan(0);
    }
    expect(theirs).toHaveLength(layers.length);
  },
);

import type { Layer, LayerKind } from "./layer.ts";

/** A line of the summary that the torchsummary package prints of a PyTorch model. */
export interface SummaryRow {
  /** Type and running number, e.g. "Conv2d-1". */
  readonly name: string;
  readonly type: string;
  /** PyTorch's order, batch first: [-1, C, H, W], or [-1, C] behind the pool. */
  readonly outputShape: readonly number[];
  readonly params: number;
  readonly block: number;
}

/** PyTorch's module of each kind; what is no module there has no row. */
const TYPES: Readonly<Partial<Record<LayerKind, string>>> = {
  conv2d: "Conv2d",
  depthwise: "Conv2d",
  pointwise: "Conv2d",
  "batch-norm": "BatchNorm2d",
  relu: "ReLU",
  relu6: "ReLU6",
  "h-swish": "Hardswish",
  "h-sigmoid": "Hardsigmoid",
  "max-pool": "MaxPool2d",
  "global-average-pool": "AdaptiveAvgPool2d",
  dropout: "Dropout",
  linear: "Linear",
};

/**
 * The layer list as torchsummary prints it.
 *
 * torchsummary prints modules: an addition or a concatenation is no module, but every block is one and is printed after
 * its parts, as is a squeeze-and-excitation. Behind the pool a network flattens, so shapes there have no H and W.
 */
export function torchsummaryRows(layers: readonly Layer[]): SummaryRow[] {
  const rows: SummaryRow[] = [];
  let flat = false;
  const push = (type: string, { outShape: [h, w, c], block }: Layer, params: number): void => {
    const outputShape = flat ? [-1, c] : [-1, c, h, w];
    rows.push({ name: `${type}-${rows.length + 1}`, type, outputShape, params, block });
  };
  for (const layer of layers) {
    flat ||= layer.kind === "linear" || layer.kind === "dropout";
    const type = TYPES[layer.kind];
    if (type && !layer.functional) push(type, layer, layer.params);
    for (const module of layer.ends ?? []) push(module, layer, 0);
  }
  return rows;
}

const MIB = 1024 ** 2;
const grouped = (value: number): string => value.toLocaleString("en-US");

/**
 * The summary as torchsummary prints it for an input [C, H, W], character by character. Its megabytes are 1024² bytes;
 * it counts every output twice, forward and backward, at 4 bytes.
 */
export function torchsummaryText(layers: readonly Layer[]): string {
  const rows = torchsummaryRows(layers);
  const line = (name: string, shape: string, params: string): string =>
    `${name.padStart(20)}  ${shape.padStart(25)} ${params.padStart(15)}`;
  const params = rows.reduce((sum, row) => sum + row.params, 0);
  const outputs = rows.reduce((sum, { outputShape }) => sum + Math.abs(outputShape.reduce((a, b) => a * b, 1)), 0);
  const [h, w, c] = layers[0]?.inShape ?? [0, 0, 0];
  const sizes = [4 * h * w * c, 8 * outputs, 4 * params].map((bytes) => bytes / MIB) as [number, number, number];
  return [
    "-".repeat(64),
    line("Layer (type)", "Output Shape", "Param #"),
    "=".repeat(64),
    ...rows.map((row) => line(row.name, `[${row.outputShape.join(", ")}]`, grouped(row.params))),
    "=".repeat(64),
    `Total params: ${grouped(params)}`,
    `Trainable params: ${grouped(params)}`,
    "Non-trainable params: 0",
    "-".repeat(64),
    `Input size (MB): ${sizes[0].toFixed(2)}`,
    `Forward/backward pass size (MB): ${sizes[1].toFixed(2)}`,
    `Params size (MB): ${sizes[2].toFixed(2)}`,
    `Estimated Total Size (MB): ${(sizes[0] + sizes[1] + sizes[2]).toFixed(2)}`,
    "-".repeat(64),
    "",
  ].join("\n");
}

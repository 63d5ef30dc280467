import { add } from "@kernels/ops/add.ts";
import { depthwise } from "@kernels/ops/depthwise.ts";
import { pointwise } from "@kernels/ops/pointwise.ts";
import { relu6 } from "@kernels/ops/relu6.ts";
import type { Tensor } from "@kernels/tensor.ts";

export interface Block {
  /** [inC, hidden], [3, 3, hidden], [hidden, outC] */
  readonly expand: Float32Array;
  readonly filter: Float32Array;
  readonly project: Float32Array;
  readonly hidden: number;
  readonly outC: number;
  readonly stride: number;
}

/** An inverted residual without its batch norms. x [H, W, inC] → [outH, outW, outC] */
export function bottleneck(x: Tensor, block: Block): Tensor {
  const { expand, filter, project, hidden, outC, stride } = block;
  const wide = pointwise(x, expand, { outC: hidden });
  const filtered = depthwise(wide, filter, {
    kernel: 3,
    stride,
    padding: "symmetric",
  });
  const out = relu6(pointwise(filtered, project, { outC }));
  // Is ReLU6 where it belongs? And when may x be added?
  return stride === 1 ? add(out, out) : out;
}

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
  const wide = relu6(pointwise(x, expand, { outC: hidden }));
  const filtered = relu6(
    depthwise(wide, filter, { kernel: 3, stride, padding: "symmetric" }),
  );
  const neck = pointwise(filtered, project, { outC });
  return stride === 1 && x.shape[2] === outC ? add(x, neck) : neck;
}

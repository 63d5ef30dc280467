import { price } from "./price-a-layer.ts";

// The VGG layer again, with larger and larger kernels.
const rows = [1, 3, 5, 7, 9].map((kernel) => {
  const { saving, depthwise, pointwise } = price([112, 64, 128, kernel]);
  return {
    kernel,
    saving,
    "depthwise share": depthwise / (depthwise + pointwise),
  };
});

show(rows);
show({ plot: [{ mark: "lineY", data: rows, x: "kernel", y: "saving" }] });

import { splitMadds } from "@kernels/cost/separable.ts";

const layers = [
  { side: 112, inC: 64, outC: 128, kernel: 3 },
  { side: 8, inC: 3, outC: 256, kernel: 5 },
  { side: 112, inC: 32, outC: 64, kernel: 3 },
  { side: 7, inC: 1024, outC: 1024, kernel: 3 },
];

const rows = layers.map(({ side, inC, outC, kernel }) => {
  const sizes = { outH: side, outW: side, inC, outC, kernel };
  const { standard, depthwise, pointwise } = splitMadds(sizes);
  const k2 = kernel ** 2;
  // Parameters, with batch norm's two for each channel of each output.
  const pair = inC * k2 + 2 * inC + inC * outC + 2 * outC;
  const one = inC * outC * k2 + 2 * outC;
  return {
    inC,
    outC,
    kernel,
    law: 1 / outC + 1 / k2,
    count: (depthwise + pointwise) / standard,
    normed: pair / one,
  };
});
show(rows, "what is left: law, multiply-adds, parameters");

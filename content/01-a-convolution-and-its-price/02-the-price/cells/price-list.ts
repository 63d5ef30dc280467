import { conv2dMadds } from "@kernels/cost/madds.ts";
import { convParams } from "@kernels/cost/params.ts";

// Sizes of the output, channels in and out, side of the kernel.
const layers = [
  { name: "first", side: 112, inC: 3, outC: 32, kernel: 3 },
  { name: "large", side: 112, inC: 64, outC: 128, kernel: 3 },
  { name: "large, 1×1", side: 112, inC: 64, outC: 128, kernel: 1 },
  { name: "late", side: 7, inC: 512, outC: 512, kernel: 3 },
];

show(
  layers.map(({ name, side, ...size }) => {
    const madds = conv2dMadds({ outH: side, outW: side, ...size });
    const weights = convParams(size);
    return { name, madds, weights, "each weight works": madds / weights };
  }),
  "what each layer takes",
);

import { bottleneckMadds } from "@kernels/cost/madds.ts";

export const side = 56;
export const inside = 144;

show(
  [16, 24, 36, 48, 72].map((neck) => {
    const expansion = inside / neck;
    const size = { h: side, w: side, inC: neck, outC: neck, stride: 1 };
    const parts = bottleneckMadds({ ...size, expansion });
    return {
      neck,
      t: expansion,
      madds: parts.reduce((sum, { madds }) => sum + madds, 0),
      "bytes passed on": 4 * side * side * neck,
    };
  }),
  "the same filters behind necks of five widths",
);

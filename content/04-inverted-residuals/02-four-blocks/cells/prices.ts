import { conv2dMadds, depthwiseMadds } from "@kernels/cost/madds.ts";

export const side = 56;
export const wide = 144;
export const narrow = 24;

const out = { outH: side, outW: side };
const mix = (inC: number, outC: number) => side * side * inC * outC;
const look = depthwiseMadds({ ...out, c: wide, kernel: 3 });
const a = conv2dMadds({ ...out, inC: wide, outC: wide, kernel: 3 });
const b = look + mix(wide, wide);
const c = look + mix(wide, narrow);
const d = mix(narrow, wide) + c;

show(
  Object.entries({ a, b, c, d }).map(([block, madds]) => ({
    block,
    madds,
    "a is so many times more": a / madds,
  })),
);

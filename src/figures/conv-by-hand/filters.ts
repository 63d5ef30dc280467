/** The filters that a reader may slide: worked ones, learned ones, an own one. Layout [k, k, inC, outC]. */
import type { FilterName } from "./sizes.ts";

interface Wanted {
  readonly name: FilterName;
  readonly kernel: number;
  readonly inC: number;
  readonly outC: number;
  /** Which learned filter is the first. */
  readonly learned: number;
  /** The reader's own weights as text, in the layout's order, separated by spaces. */
  readonly weights: string;
}

/** 3×3, one for each output channel; larger kernels have zeros around them. */
const EDGES = [
  [-1, 0, 1, -2, 0, 2, -1, 0, 1],
  [-1, -2, -1, 0, 0, 0, 1, 2, 1],
  [0, 1, 0, 1, -4, 1, 0, 1, 0],
] as const;

/** The weight of a 3×3 filter at a tap of a larger kernel around it. */
const inMiddle = (three: ArrayLike<number>, kernel: number, ky: number, kx: number): number => {
  const rim = (kernel - 3) / 2;
  const [y, x] = [ky - rim, kx - rim];
  return y < 0 || x < 0 || y > 2 || x > 2 ? 0 : (three[3 * y + x] ?? 0);
};

/** `stem`: the digits network's first filters, sixteen of 3×3, tap by tap; null unless a learned one is asked for. */
export function filterOf(
  { name, kernel, inC, outC, learned, weights }: Wanted,
  stem: Float32Array | null,
): Float32Array {
  const filter = new Float32Array(kernel ** 2 * inC * outC);
  const own = name === "own" && weights !== "" ? weights.split(" ").map(Number) : [];
  const middle = (kernel - 1) / 2;
  const stemFilters = (stem?.length ?? 0) / 9;
  const weight = (ky: number, kx: number, c: number, o: number, at: number): number => {
    switch (name) {
      case "edge":
        return inMiddle(EDGES[o % EDGES.length] ?? [], kernel, ky, kx);
      case "blur":
        return 1 / kernel ** 2 / inC;
      case "identity":
        return ky === middle && kx === middle && c === o % inC ? 1 : 0;
      case "learned": {
        const which = (learned + o * inC + c) % Math.max(1, stemFilters);
        const three = Array.from({ length: 9 }, (_, tap) => stem?.[tap * stemFilters + which] ?? 0);
        return inMiddle(three, kernel, ky, kx);
      }
      case "own":
        return own[at] ?? 0;
    }
  };
  let at = 0;
  for (let ky = 0; ky < kernel; ky++) {
    for (let kx = 0; kx < kernel; kx++) {
      for (let c = 0; c < inC; c++) {
        for (let o = 0; o < outC; o++) filter[at] = weight(ky, kx, c, o, at++);
      }
    }
  }
  return filter;
}

/** One convolution small enough to do by hand, and all terms of one of its values in the kernel's own order. */
import { loadNetwork } from "@/figures/shell/network.ts";
import { inColour } from "@kernels/images/seen-image.ts";
import type { Task } from "@/figures/shell/contract.ts";
import { conv2dMadds } from "@kernels/cost/madds.ts";
import { conv2d } from "@kernels/ops/conv2d.ts";
import { slide } from "@kernels/ops/window.ts";
import { seededRandom } from "@kernels/random.ts";
import type { Shape, Tensor } from "@kernels/tensor.ts";
import { filterOf } from "./filters.ts";
import type { FilterName, Sizes } from "./sizes.ts";

const { fround } = Math;

export interface ByHandState extends Sizes {
  readonly source: "digit" | "seeded";
  readonly sample: string;
  readonly seed: number;
  readonly inC: number;
  readonly outC: number;
  readonly filter: FilterName;
  readonly learned: number;
  readonly weights: string;
  readonly y: number;
  readonly x: number;
  readonly o: number;
}

/** What comes from files: grey values of a test digit, and the stem's filters; each null if not needed. */
export interface ByHandAssets {
  readonly digit: { readonly side: number; readonly grey: Uint8Array; readonly label: number } | null;
  readonly stem: Float32Array | null;
}

export interface Term {
  readonly ky: number;
  readonly kx: number;
  readonly c: number;
  /** Where the value stands in the input. */
  readonly inY: number;
  readonly inX: number;
  readonly a: number;
  readonly b: number;
  /** a · b, rounded to float32. */
  readonly product: number;
  /** The sum so far, rounded to float32. */
  readonly sum: number;
}

export interface ByHandData {
  readonly input: Tensor;
  readonly filter: { readonly shape: readonly [number, number, number, number]; readonly data: Float32Array };
  readonly output: Tensor;
  /** The first row and column of the crop, and what the digit is. */
  readonly crop: { readonly top: number; readonly left: number; readonly label: number } | null;
  /** Pixels of padding before the first one. */
  readonly before: number;
  readonly madds: number;
  readonly cell: { readonly y: number; readonly x: number; readonly o: number };
  /** Rows and columns of the input that the window covers from; negative in the padding. */
  readonly window: { readonly y: number; readonly x: number };
  /** Products with padding are zero; the kernel leaves them out. */
  readonly terms: readonly Term[];
  readonly left: number;
  readonly value: number;
  /** The same sum without rounding on the way. */
  readonly exact: number;
}

export async function load(state: ByHandState, task: Task): Promise<ByHandAssets> {
  if (state.source !== "digit" && state.filter !== "learned") return { digit: null, stem: null };
  const network = await loadNetwork(task, "digits");
  const { label, image } = network.samples.find(({ id }) => id === state.sample) ?? {};
  const [stem] = network.prepared;
  return {
    digit: image && !inColour(image) ? { side: image.width, grey: image.grey, label: label! } : null,
    stem: stem?.kind === "filter" ? stem.filter : null,
  };
}

/** The place where neighbouring pixels differ most: a crop with a stroke in it. The first of equals. */
function busiest(size: number, { side, grey }: NonNullable<ByHandAssets["digit"]>): { top: number; left: number } {
  const at = (y: number, x: number): number => grey[y * side + x] ?? 0;
  let best = { top: 0, left: 0, score: -1 };
  for (let top = 0; top + size <= side; top++) {
    for (let left = 0; left + size <= side; left++) {
      let score = 0;
      for (let y = top; y < top + size - 1; y++) {
        for (let x = left; x < left + size - 1; x++) {
          score += Math.abs(at(y, x) - at(y + 1, x)) + Math.abs(at(y, x) - at(y, x + 1));
        }
      }
      if (score > best.score) best = { top, left, score };
    }
  }
  return best;
}

/** Grey as the network sees it, 0 to 1. */
function cropOf({ size }: ByHandState, digit: NonNullable<ByHandAssets["digit"]>) {
  const { side, grey, label } = digit;
  const { top, left } = busiest(size, digit);
  const data = Float32Array.from(
    { length: size * size },
    (_, i) => (grey[(top + Math.floor(i / size)) * side + left + (i % size)] ?? 0) / 255,
  );
  return { input: { shape: [size, size, 1] as Shape, data }, crop: { top, left, label } };
}

/** Whole numbers from 0 to 9: products that can be worked in the head. */
function seeded({ size, inC, seed }: ByHandState): Tensor {
  const random = seededRandom(seed);
  const data = Float32Array.from({ length: size * size * inC }, () => Math.floor(random() * 10));
  return { shape: [size, size, inC], data };
}

export function compute(state: ByHandState, { digit, stem }: ByHandAssets): ByHandData {
  const { input, crop } =
    state.source === "digit" && digit ? cropOf(state, digit) : { input: seeded(state), crop: null };
  const [size, , inC] = input.shape;
  const kernel = Number(state.kernel);
  const stride = Number(state.stride);
  const { outC, padding, y, x, o } = state;
  const wanted = { name: state.filter, kernel, inC, outC, learned: state.learned, weights: state.weights };
  const filter = filterOf(wanted, stem);
  const output = conv2d(input, filter, { kernel, stride, padding, outC });
  const { before, out } = slide(size, kernel, stride, padding);
  const window = { y: y * stride - before, x: x * stride - before };

  const terms: Term[] = [];
  let sum = 0;
  for (let ky = 0; ky < kernel; ky++) {
    for (let kx = 0; kx < kernel; kx++) {
      const [inY, inX] = [window.y + ky, window.x + kx];
      if (inY < 0 || inX < 0 || inY >= size || inX >= size) continue;
      for (let c = 0; c < inC; c++) {
        const a = input.data[(inY * size + inX) * inC + c] as number;
        const b = filter[((ky * kernel + kx) * inC + c) * outC + o] as number;
        const product = fround(a * b) + 0;
        sum = fround(sum + product);
        terms.push({ ky, kx, c, inY, inX, a, b, product, sum });
      }
    }
  }
  return {
    input,
    filter: { shape: [kernel, kernel, inC, outC], data: filter },
    output,
    crop,
    before,
    madds: conv2dMadds({ outH: out, outW: out, inC, outC, kernel }),
    cell: { y, x, o },
    window,
    terms,
    left: kernel ** 2 * inC - terms.length,
    value: output.data[(y * out + x) * outC + o] as number,
    exact: terms.reduce((total, { a, b }) => total + a * b, 0),
  };
}

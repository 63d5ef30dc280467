import { readFileSync } from "node:fs";
import { type ByHandData, type ByHandState, compute as byHand, load } from "@/figures/conv-by-hand/compute.ts";
import byHandFigure from "@/figures/conv-by-hand/figure.ts";
import { compute as price, type CostState } from "@/figures/conv-cost/compute.ts";
import { compute as im2col, type Im2colState } from "@/figures/im2col/compute.ts";
import type { AnyState } from "@/figures/shell/contract.ts";
import { buildTask } from "@/figures/shell/render.ts";
import { initialState } from "@/figures/shell/state.ts";
import { conv2dMadds } from "@kernels/cost/madds.ts";
import { convParams, normParams } from "@kernels/cost/params.ts";
import { patchMatrix } from "@kernels/cost/patches.ts";
import { totals } from "@kernels/cost/totals.ts";
import { fact } from "@kernels/facts/index.ts";
import { NETWORKS } from "@kernels/models/catalogue.ts";
import { conv2d } from "@kernels/ops/conv2d.ts";
import { slide } from "@kernels/ops/window.ts";
import { describe, expect, it } from "vitest";
import { says } from "./says.ts";

/** Recomputes what chapter 1 works out in its text, and looks each number up in the text. */
const commas = (value: number): string => value.toLocaleString("en-US");

async function hand(change: AnyState): Promise<ByHandData> {
  const first = { source: "seeded", size: 5, y: 1, x: 2 };
  const state = { ...initialState(byHandFigure.controls), ...first, ...change } as unknown as ByHandState;
  return byHand(state, await load(state, buildTask));
}

describe("one value by hand", () => {
  it("the worked example and the window below it", async () => {
    const { terms, value } = await hand({});
    expect(terms.map(({ a }) => a).join(", ")).toBe("6, 4, 2, 0, 7, 1, 4, 6, 5");
    expect(terms.map(({ b }) => b).join(", ")).toBe("-1, 0, 1, -2, 0, 2, -1, 0, 1");
    expect(terms.map(({ product }) => product).join(", ")).toBe("-6, 0, 2, 0, 0, 2, -4, 0, 5");
    expect(value).toBe(-4 + 2 + 1);
    says(
      "by-hand",
      "| 6, 4, 2 | −1, 0, 1 | −6, 0, 2 | −4 |",
      "| 4, 6, 5 | −1, 0, 1 | −4, 0, 5 | 1 |",
      "$-4 + 2 + 1 = -1$",
    );
    const below = await hand({ y: 2 });
    expect(below.terms.map(({ a }) => a).join(", ")).toBe("0, 7, 1, 4, 6, 5, 8, 5, 6");
    expect(below.value).toBe(1 + 2 - 2);
    says("by-hand", "0, 7, 1, then 4, 6, 5, then 8, 5, 6", "1 + 2 − 2 = 1");
  });
  it("other filters, and one weight that makes the value 0", async () => {
    const { value, terms } = await hand({ filter: "blur" });
    expect(terms.reduce((sum, { a }) => sum + a, 0)).toBe(35);
    expect(value.toFixed(2)).toBe("3.89");
    expect((await hand({ filter: "own", weights: "-1 0 1 -2 0 3 -1 0 1" })).value).toBe(0);
    says("by-hand", "$35/9 \\approx 3.89$");
  });
  it("the edge filter answers the stroke of the digit with both signs, and 0 on even ground", async () => {
    const digit = await hand({ source: "digit", size: 7, y: 2, x: 3 });
    expect([Math.min(...digit.output.data) < -2, Math.max(...digit.output.data) > 2]).toEqual([true, true]);
    expect(digit.crop?.label).toBe(2);
    const even = { shape: [7, 7, 1] as const, data: new Float32Array(49).fill(5) };
    const answer = conv2d(even, digit.filter.data, { kernel: 3, stride: 1, padding: "symmetric", outC: 1 });
    expect([answer.data[3 * 7 + 3], answer.data[3 * 7 + 6]]).toEqual([0, -20]);
    says("by-hand", "−5 − 10 − 5");
  });
  it("products at the edge, in the corner, and with three channels", async () => {
    const count = async (change: AnyState): Promise<number> => (await hand(change)).terms.length;
    expect([await count({ y: 0, x: 0 }), await count({ y: 0, x: 2 }), await count({ inC: 3, outC: 2 })]).toEqual([
      4, 6, 27,
    ]);
    const { output } = await hand({});
    for (let y = 0; y < 5; y++) {
      expect(output.data[y * 5]).toBeGreaterThan(0);
      expect(output.data[y * 5 + 4]).toBeLessThan(0);
    }
    says("by-hand", "five of nine places lie in the padding, and only four products remain");
  });
  it("sizes of outputs", () => {
    expect(slide(5, 3, 1, "valid").out).toBe(3);
    expect(slide(224, 3, 2, "symmetric")).toEqual({ out: 112, before: 1 });
    expect(slide(28, 5, 1, "valid").out).toBe(24);
    expect([slide(8, 3, 2, "symmetric"), slide(8, 3, 2, "same-tf")]).toEqual([
      { out: 4, before: 1 },
      { out: 4, before: 0 },
    ]);
    says("by-hand", "$\\lfloor 223/2 \\rfloor + 1 = 112$", "28 − 5 + 1 = 24");
  });
});

const priceOf = (change: Partial<CostState>) =>
  price({ size: 112, inC: 64, outC: 128, kernel: 3, stride: "1", factor: "outC", ...change });
const LARGE = priceOf({});
const LATE = priceOf({ size: 7, inC: 512, outC: 512 });

describe("the price of a layer", () => {
  it("the first layer, in work, parameters and bytes", () => {
    const { price: first, bytes, params } = priceOf({ size: 224, inC: 3, outC: 32, stride: "2" });
    says("the-price", ...[first.madds, params.weights, bytes.input, bytes.weights, bytes.output].map(commas));
    expect(params.norm).toBe(normParams(32));
    says("the-price", "| batch norm | 2 · 32 | 64 |");
    expect((LARGE.price.madds / first.madds).toFixed(0)).toBe("85");
    says("the-price", "a factor of 85");
  });
  it("the large layer against MobileNetV2", () => {
    const whole = totals(NETWORKS["mobilenet-v2"].build()).madds;
    expect(LARGE.price.madds).toBe(fact("separable.112-64-128.standard-madds").value);
    expect((LARGE.price.madds / whole).toFixed(1)).toBe("3.1");
    expect(LARGE.params.weights * 112 * 112).toBe(LARGE.price.madds);
    says(
      "the-price",
      commas(LARGE.price.madds),
      `the ${commas(LARGE.params.weights)} weights`,
      "costs three of those networks",
    );
  });
  it("the kernel's parabola, and two 3×3 against one 5×5", () => {
    const [one, ...others] = [1, 3, 5, 7].map((kernel) => priceOf({ kernel }).price.madds);
    expect(others.map((madds) => madds / one!)).toEqual([9, 25, 49]);
    expect(2 * convParams({ kernel: 3, inC: 1, outC: 1 })).toBe(18);
    says("the-price", `1, 9, 25 and 49 times the ${commas(one!)}`, "cost 18 instead of 25");
  });
  it("stride 2 or a picture of 63 pixels brings the large layer below the whole network", () => {
    const budget = fact("mobilenet-v2-1.0-224.madds").value;
    const below = (change: Partial<CostState>): boolean => priceOf(change).price.madds < budget;
    expect([below({}), below({ stride: "2" }), below({ size: 64 }), below({ size: 63 })]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    says("the-price", `["price.madds", "<", ${budget}]`);
  });
  it("where the bytes lie, and the size at which weights take half of them", () => {
    const megabytes = ({ bytes: { input, output, weights } }: typeof LARGE): string[] =>
      [input, output, weights].map((bytes) => (bytes / 1e6).toFixed(1));
    expect(megabytes(LARGE)).toEqual(["3.2", "6.4", "0.3"]);
    expect(megabytes(LATE)).toEqual(["0.1", "0.1", "9.4"]);
    const { bytes } = priceOf({ size: 48, inC: 512, outC: 512 });
    expect(bytes.weights).toBe(bytes.input + bytes.output);
    expect(48 ** 2).toBe((9 * 512) / 2);
    says("the-price", "3.2 MB of input, 6.4 MB of output, and only 0.3 MB of weights", "9.4 MB of weights", "= 2304$");
  });
  it("multiply-adds for each byte", () => {
    const small = priceOf({ kernel: 1 }).price;
    expect((LARGE.price.madds / LARGE.price.bytes).toFixed(0)).toBe("93");
    expect((small.madds / small.bytes).toFixed(1)).toBe("10.6");
    says("the-price", commas(LARGE.price.bytes), "93 for each byte", commas(small.madds), "10.6 for each");
  });
  it("the share of padding", () => {
    const share = ({ madds, price: { madds: all } }: typeof LARGE): string => ((100 * madds.padding) / all).toFixed(1);
    says("the-price", `they are ${share(LARGE)}%`, `in the late one ${share(LATE)}%`);
  });
  it("answers of the check", () => {
    const right = conv2dMadds({ outH: 56, outW: 56, inC: 128, outC: 128, kernel: 3 });
    const wrong = [56 * 56 * 128 * 9, 56 * 56 * 128 * 128];
    says("the-price", ...[right, ...wrong].map((value) => `text: "${commas(value)}"`));
    expect(conv2dMadds({ outH: 1, outW: 1, inC: 1024, outC: 1000, kernel: 1 })).toBe(
      convParams({ kernel: 1, inC: 1024, outC: 1000 }),
    );
    says("the-price", "They are equal, 1,024,000");
  });
});

const matrixOf = (change: Partial<Im2colState>) =>
  im2col({ kernel: "3", stride: "1", size: 4, inC: 1, outC: 2, seed: 1, y: 1, x: 1, o: 0, ...change });

describe("how machines do it", () => {
  it("the worked example", () => {
    const { terms, value, row } = matrixOf({});
    expect(terms.map(({ a }) => a).join(", ")).toBe("4, 6, 4, 6, 6, 0, 1, 4, 2");
    const thirds = (key: "a" | "b" | "product"): string[] =>
      [0, 3, 6].map((from) =>
        terms
          .slice(from, from + 3)
          .map((term) => String(term[key] + 0).replace("-", "−"))
          .join(", "),
      );
    const sums = [0, 3, 6].map((from) => terms.slice(from, from + 3).reduce((sum, { product }) => sum + product, 0));
    const columns = [thirds("a"), thirds("b"), thirds("product"), sums.map((sum) => String(sum).replace("-", "−"))];
    says("how-machines-do-it", ...[0, 1, 2].map((line) => `| ${columns.map((column) => column[line]).join(" | ")} |`));
    expect([row, value]).toEqual([5, -1]);
    says("how-machines-do-it", "holds 4, 6, 4, then 6, 6, 0, then 1, 4, 2", "$10 - 6 - 5 = -1$");
  });
  it("the cell's picture and filters are the figure's", () => {
    const cell = readFileSync(
      "content/01-a-convolution-and-its-price/03-how-machines-do-it/cells/windows-to-rows.ts",
      "utf8",
    );
    const { input, filters } = matrixOf({});
    for (let y = 0; y < 4; y++)
      expect(cell).toContain(`[${Array.from(input.data.slice(4 * y, 4 * y + 4)).join(", ")}]`);
    expect(cell).toContain(`const weights = [${Array.from(filters).join(", ")}];`);
  });
  it("the corner's row and the corner's pixel", () => {
    const { isPadding, matrix, input, before } = matrixOf({ y: 0, x: 0 });
    expect(isPadding.slice(0, 9).filter(Boolean)).toHaveLength(5);
    expect(input.data[0]).toBe(4);
    const rowsOf = (y: number, x: number): number => {
      let rows = 0;
      for (let row = 0; row < matrix.rows; row++) {
        const [top, left] = [Math.floor(row / 4) - before, (row % 4) - before];
        if (y >= top && y < top + 3 && x >= left && x < left + 3) rows++;
      }
      return rows;
    };
    expect([rowsOf(0, 0), rowsOf(1, 1)]).toEqual([4, 9]);
    says("how-machines-do-it", "the corner pixel stands in four rows", "follow the 4 of the input's corner");
  });
  it("what the copies take", () => {
    const real = [112, 112, 32] as const;
    const [three, five] = [3, 5].map((kernel) => patchMatrix(real, { kernel, stride: 1, padding: "symmetric" }));
    expect([three!.rows, three!.columns]).toEqual([12_544, 288]);
    says(
      "how-machines-do-it",
      "12,544 windows with 9 · 32 = 288 values",
      commas(three!.values),
      commas(112 * 112 * 32),
    );
    expect([three!, five!].map(({ values }) => ((values * 4) / 1e6).toFixed(1))).toEqual(["14.5", "40.1"]);
    says("how-machines-do-it", "14.5 MB instead of 1.6 MB", "40 MB", "falls from 9 to 2.25");
    expect(matrixOf({ stride: "2" }).small.map(({ times }) => times)).toEqual([0.25, 2.25, 6.25]);
  });
  it("only 1×1 with stride 2 has fewer values than the input", () => {
    for (const size of [3, 4, 5, 6]) {
      for (const stride of ["1", "2"] as const) {
        const fewer = matrixOf({ size, stride, y: 0, x: 0 }).small.filter(({ times }) => times < 1);
        expect(fewer.map(({ kernel }) => kernel)).toEqual(stride === "2" ? [1] : []);
      }
    }
    expect(matrixOf({ kernel: "1", inC: 2 }).isInput).toBe(true);
  });
  it("the product takes the convolution's multiply-adds", () => {
    const { rows, columns } = patchMatrix([28, 28, 64], { kernel: 3, stride: 1, padding: "symmetric" });
    expect(rows * columns * 96).toBe(conv2dMadds({ outH: 28, outW: 28, inC: 64, outC: 96, kernel: 3 }));
    says("how-machines-do-it", `${rows}×${columns} and ${columns}×96`);
  });
  it("MobileNetV1's share of 1×1 layers, all with stride 1", () => {
    const layers = NETWORKS["mobilenet-v1"].build();
    const pointwise = layers.filter(({ kind }) => kind === "pointwise");
    const { madds } = totals(pointwise);
    expect(pointwise.every(({ stride }) => stride === 1)).toBe(true);
    says("how-machines-do-it", commas(madds), `${((100 * madds) / totals(layers).madds).toFixed(1)}%`);
  });
});

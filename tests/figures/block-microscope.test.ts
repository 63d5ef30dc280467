import { readFile } from "node:fs/promises";
import { describe, expect, it, test } from "vitest";
import { colourTable, LEVELS, mix, parseHex } from "@/figures/block-microscope/colour.ts";
import { compute, load, type MicroscopeData, type MicroscopeState } from "@/figures/block-microscope/compute.ts";
import figure from "@/figures/block-microscope/figure.ts";
import { cellUnder, layOut, planeAt, TOTAL, WIDTH } from "@/figures/block-microscope/layout.ts";
import { LAST_BLOCK, layersOf, MICRO_STEPS, shapeAt } from "@/figures/block-microscope/steps.ts";
import { networkInput } from "@/figures/shell/network.ts";
import { buildTask } from "@/figures/shell/render.ts";
import { initialState, readState, settle } from "@/figures/shell/state.ts";
import { run } from "@kernels/engine/reference.ts";
import { seededRandom } from "@kernels/random.ts";
import { runFigure } from "./run.ts";

const base = initialState(figure.controls) as unknown as MicroscopeState;
const network = await load(base, buildTask);

/** The data of a state, picks clamped as the page clamps them. */
async function at(change: Partial<MicroscopeState> = {}): Promise<MicroscopeData> {
  const state = settle(figure.controls, { ...base, ...change }) as unknown as MicroscopeState;
  return compute(state, network, buildTask);
}

const SEED = 20260;
const random = seededRandom(SEED);
const below = (size: number): number => Math.floor(random() * size);
const { fround } = Math;

/** Adds up the terms by hand, in their order, rounding to float32 at each step. */
const addUp = ({ terms, bias }: MicroscopeData): number =>
  fround(terms.reduce((sum, { a, b }) => fround(sum + fround(a * b)), 0) + bias);

const valueIn = ({ tensor, shape, cell }: MicroscopeData): number =>
  tensor[(cell.y * shape[1] + cell.x) * shape[2] + cell.c]!;

const VARIANTS: Partial<MicroscopeState>[] = [
  {},
  { folded: true },
  { neckRelu6: true, scope: "network" },
  { shortcut: false },
  { folded: true, neckRelu6: true, shortcut: false, scope: "network" },
];

describe.each(VARIANTS)(`any value of any layer, with %o (seed ${SEED})`, (variant) => {
  it("is the sum of its terms, and what the tensor holds, to the last bit", async () => {
    for (let block = 0; block <= LAST_BLOCK; block++) {
      const { steps } = await at({ ...variant, block, step: "input" });
      for (const { step, shape } of steps) {
        const cell = { c: below(shape[2]), y: below(shape[0]), x: below(shape[1]) };
        const data = await at({ ...variant, block, step, ...cell });
        const name = `block ${block} ${step} ${JSON.stringify(cell)}`;
        expect([data.step, data.cell], name).toEqual([step, cell]);
        expect(data.sum, name).toBe(addUp(data));
        const clipped = step.endsWith("relu6") ? Math.min(Math.max(data.sum, 0), 6) : data.sum;
        expect(data.value, name).toBe(clipped);
        expect(data.value, name).toBe(valueIn(data));
        expect(data.terms.at(-1)!.runningSum + data.bias, name).toBeCloseTo(data.sum, 4);
      }
    }
  });

  it("says where each operand came from: there stands the same value", async () => {
    for (let i = 0; i < 25; i++) {
      const block = below(LAST_BLOCK + 1);
      const { steps } = await at({ ...variant, block, step: "input" });
      const { step, shape } = steps[1 + below(steps.length - 1)]!;
      const data = await at({ ...variant, block, step, c: below(shape[2]), y: below(shape[0]), x: below(shape[1]) });
      const term = data.terms[below(data.terms.length)]!;
      if (!term.from) {
        expect([term.a, term.product]).toEqual([0, 0]);
        continue;
      }
      // A switch that acts on one block must go on acting there when the picked block is another.
      const inNetwork = { ...variant, ...term.from, scope: variant.scope ?? "block" } as const;
      if (inNetwork.scope === "block" && variant.shortcut === false && term.from.block !== block) continue;
      const origin = await at(inNetwork);
      const expected = data.norm ? data.norm.x : term.a;
      expect(origin.value, `block ${block} ${step}`).toBe(expected);
    }
  });
});

test("the tensors are those of the reference engine", async () => {
  const input = networkInput(network, base);
  const { tensors, logits } = run(network.layers, network.weights, input.tensor, { keep: true });
  for (const block of [0, 1, 3, 7, 17, 18]) {
    const data = await at({ block, step: "add" });
    const last = network.layers.findLast((layer) => layer.block === block)!;
    expect(data.tensor, `block ${block}`).toEqual(tensors[last.index]!.data);
  }
  const best = logits.indexOf(Math.max(...logits));
  expect((await at()).prediction.top[0]!.index).toBe(best);
});

test("depthwise has nine terms, a projection as many as it has channels inside, add two", async () => {
  expect((await at({ step: "depthwise" })).terms).toHaveLength(9);
  expect((await at({ step: "project" })).terms).toHaveLength(72);
  expect((await at({ step: "add" })).terms).toHaveLength(2);
  expect((await at({ block: 0, step: "expand" })).terms).toHaveLength(9);
  const corner = await at({ step: "depthwise", y: 0, x: 0 });
  expect(corner.terms.map(({ from }) => from === null)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    true,
    false,
    false,
  ]);
});

describe("batch norm folded into the convolutions", () => {
  it("gives every block's output within 1e-4 of the largest value, and the same answer", async () => {
    for (let block = 0; block <= LAST_BLOCK; block++) {
      const [plain, folded] = [await at({ block, step: "add" }), await at({ block, step: "add", folded: true })];
      const most = Math.max(Math.abs(plain.min), Math.abs(plain.max));
      plain.tensor.forEach((value, i) => {
        expect(Math.abs(value - folded.tensor[i]!) / most).toBeLessThan(1e-4);
      });
      expect(folded.prediction.top[0]!.index).toBe(plain.prediction.top[0]!.index);
    }
  });
  it("has fewer steps, weights of its own and a bias", async () => {
    const [plain, folded] = [await at({ step: "depthwise" }), await at({ step: "depthwise", folded: true })];
    expect(plain.steps.map(({ step }) => step)).toContain("depthwise-bn");
    expect(folded.steps.map(({ step }) => step)).toEqual([
      "input",
      "expand",
      "expand-relu6",
      "depthwise",
      "depthwise-relu6",
      "project",
      "add",
    ]);
    expect(folded.terms[4]!.b).not.toBe(plain.terms[4]!.b);
    expect(folded.bias).not.toBe(0);
    expect(folded.params).toBe(plain.params + 72);
    const after = await at({ step: "depthwise-bn" });
    expect(folded.value).toBeCloseTo(after.value, 4);
  });
});

describe("the switches", () => {
  it("ReLU6 on the neck leaves nothing below zero there, and the answer's probabilities change", async () => {
    const plain = await at({ step: "project-bn" });
    const neck = await at({ step: "project-relu6", neckRelu6: true });
    expect(plain.min).toBeLessThan(0);
    expect(neck.min).toBe(0);
    expect(neck.zeros).toBe([...plain.tensor].filter((value) => value <= 0).length);
    expect(neck.prediction.top[0]!.probability).not.toBe(plain.prediction.top[0]!.probability);
    expect(neck.trained).toEqual(plain.prediction);
    expect(plain.trained).toBeNull();
  });
  it("no shortcut takes the step add away, in this block or in all", async () => {
    const here = await at({ step: "add", shortcut: false });
    expect(here.step).toBe("project-bn");
    const stillThere = await at({ block: 5, step: "add", shortcut: true });
    expect(stillThere.step).toBe("add");
    const everywhere = await at({ block: 5, step: "add", shortcut: false, scope: "network" });
    expect(everywhere.step).toBe("project-bn");
    expect(everywhere.prediction).not.toEqual(here.prediction);
  });
});

describe("where a value comes from", () => {
  it("by the skip and by the branch: both numbers stand where they are said to, and sum to the value", async () => {
    for (const block of [3, 5, 8, 16]) {
      const { provenance, value, tensor } = await at({ block, step: "add" });
      if (provenance?.kind !== "shortcut") throw new Error(`block ${block} has no shortcut`);
      const [skip, branch] = [await at(provenance.skipAt), await at(provenance.branchAt)];
      expect([skip.value, branch.value]).toEqual([provenance.skip, provenance.branch]);
      expect(fround(skip.value + branch.value)).toBe(value);
      const { energy } = provenance;
      expect(energy.skip + energy.branch + energy.both).toBeCloseTo(1, 9);
      const all = tensor.reduce((sum, one) => sum + one * one, 0);
      expect(energy.energy / all).toBeCloseTo(1, 4);
    }
  });
  it("says nothing of it at other steps, nor where the switch took the shortcut", async () => {
    expect((await at({ step: "depthwise" })).provenance).toBeNull();
    expect((await at({ step: "add", shortcut: false })).provenance).toBeNull();
  });
  it.each([{}, { folded: true }, { sample: "test-6625" }, { neckRelu6: true, scope: "network" }] as const)(
    "at block 18, with %o: channels, rest and bias sum to the winning logit, and so do positions and bias",
    async (change) => {
      const { provenance, prediction } = await at({ block: 18, step: "expand", ...change });
      if (provenance?.kind !== "votes") throw new Error("block 18 has no votes");
      const { channels, rest, restCount, bias, logit, positions, shape, label } = provenance;
      expect(label).toBe(prediction.top[0]!.label);
      const total = (parts: readonly { contribution: number }[]): number =>
        parts.reduce((sum, { contribution }) => sum + contribution, 0);
      expect(total(channels) + rest + bias).toBeCloseTo(logit, 4);
      expect(total(positions) + bias).toBeCloseTo(logit, 4);
      expect([channels.length + restCount, positions.length]).toEqual([128, shape[0] * shape[1]]);
      const sizes = channels.map(({ contribution }) => Math.abs(contribution));
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      // Where a number leads, the channel's value is the largest of its positions.
      const shown = await at({ ...change, ...channels[0]!.at });
      const [h, w, count] = shown.shape;
      const own = Array.from({ length: h * w }, (_, pixel) => shown.tensor[pixel * count + channels[0]!.at.c]!);
      expect(shown.value).toBe(Math.max(...own));
    },
  );
  it("is told in the sentence", async () => {
    const { sentence, data } = await runFigure<MicroscopeData>("block-microscope", { block: 18, step: "expand" });
    if (data.provenance?.kind !== "votes") throw new Error("block 18 has no votes");
    expect(sentence).toContain(`channel ${data.provenance.channels[0]!.at.c} speaks loudest for it`);
    const add = await runFigure<MicroscopeData>("block-microscope", { step: "add" });
    expect(add.sentence).toMatch(/energy.* by the skip|skip alone has/);
  });
});

describe("the receptive field", () => {
  it("is exactly the pixels through which a value that is no number can arrive", async () => {
    const input = networkInput(network, base).tensor;
    const side = input.shape[0];
    for (let i = 0; i < 6; i++) {
      const block = below(6);
      const [h, w, channels] = shapeAt("digits", block, "add");
      const data = await at({ block, step: "add", c: below(channels), y: below(h), x: below(w) });
      const { top, left, bottom, right } = data.field;
      const inside = (y: number, x: number): boolean => y >= top && y <= bottom && x >= left && x <= right;
      const corners = [
        [top, left],
        [bottom, right],
        [top - 1, left],
        [bottom + 1, right],
        [top, left - 1],
        [bottom, right + 1],
      ] as const;
      for (const [y, x] of corners) {
        if (y < 0 || y >= side || x < 0 || x >= side) continue;
        const poisoned = { ...input, data: input.data.slice() };
        poisoned.data[y * side + x] = NaN;
        const { tensors } = run(network.layers, network.weights, poisoned, { keep: true });
        const last = network.layers.findLast((layer) => layer.block === block)!;
        const { c, y: cy, x: cx } = data.cell;
        const value = tensors[last.index]!.data[(cy * w + cx) * channels + c]!;
        expect(Number.isNaN(value), `block ${block}, pixel ${y}, ${x}`).toBe(inside(y, x));
      }
    }
  });
});

describe("the state", () => {
  const read = (link: Record<string, string>) =>
    readState(figure.controls, initialState(figure.controls), new Map(Object.entries(link)));
  it("bounds the cell by block and step, and refuses what lies outside", () => {
    expect(read({ block: "3", step: "depthwise", c: "71" }).refused).toEqual([]);
    expect(read({ block: "3", step: "depthwise", c: "72" }).refused).toEqual([{ control: "c", found: "72" }]);
    expect(read({ block: "3", step: "project", c: "12" }).refused).toHaveLength(1);
    expect(read({ block: "19" }).refused).toEqual([{ control: "block", found: "19" }]);
    expect(read({ step: "<script>" }).refused).toEqual([{ control: "step", found: "<script>" }]);
    for (let block = 0; block <= LAST_BLOCK; block++) {
      for (const step of MICRO_STEPS) {
        const state = settle(figure.controls, { ...base, block, step, c: 999, y: 999, x: 999 });
        const [h, w, c] = shapeAt("digits", block, step);
        expect([state["y"], state["x"], state["c"]]).toEqual([h - 1, w - 1, c - 1]);
      }
    }
  });
  it("falls back to the nearest step that a block has, and says so", async () => {
    const { data, sentence } = await runFigure<MicroscopeData>("block-microscope", { block: 1, step: "expand", c: 0 });
    expect(data.step).toBe("input");
    expect(sentence).toContain("Block 1 has no step “expand 1×1”");
  });
  it("keeps the place in the picture when the tensor's size changes", () => {
    const move = figure.follow!({ step: "depthwise" }, { ...base, block: 2, step: "expand", y: 13, x: 6 } as never);
    expect(move).toEqual({ y: 6, x: 3 });
    expect(figure.follow!({ block: 2, step: "expand", c: 1, y: 9, x: 9 }, base as never)).toEqual({});
  });
  it("knows the network's layers without its file", () => {
    expect(layersOf("digits")).toEqual(network.layers);
  });
});

describe("the words", () => {
  it("follow the state: channel, row, column, nine products, the sum and what becomes of it", async () => {
    const { data, sentence, num } = await runFigure<MicroscopeData>("block-microscope", { c: 7, y: 3, x: 5 });
    const [norm, relu] = data.later;
    expect(sentence).toContain(
      `Depthwise, channel 7, row 3, column 5: nine products, sum ${num(data.sum)}, after batch norm ${num(norm!.value)}, after ReLU6 ${num(relu!.value)}.`,
    );
  });
  it("count the terms of a projection and say what a switch did", async () => {
    const { sentence } = await runFigure("block-microscope", { step: "project", shortcut: false });
    expect(sentence).toContain("72 products");
    expect(sentence).toMatch(/With no shortcut in block 3 it (still )?reads a \d.* it was not trained so\./);
  });
});

test("a value that is no number is counted, said and drawn in a colour of its own", async () => {
  const broken = network.prepared.map((own, i) => {
    if (i !== 0 || own.kind !== "filter") return own;
    // The first of the stem's sixteen channels alone.
    return { ...own, filter: own.filter.map((value, tap) => (tap % 16 === 0 ? NaN : value)) };
  });
  const own = { ...buildTask, memo: <T>(_: string, make: () => T | Promise<T>) => Promise.resolve().then(make) };
  const data = await compute({ ...base, block: 0, step: "expand", c: 0 }, { ...network, prepared: broken }, own);
  expect(data.nans).toBe(14 * 14);
  expect(Number.isFinite(data.max) && Number.isFinite(data.extent.reach)).toBe(true);
  const words = await runFigure<MicroscopeData>("block-microscope");
  const context = { ...words, state: { ...base, scaleMode: "tensor" as const }, uid: "u" };
  expect(figure.describe(data, context as never)).toContain("196 values are not a number");
  const after = (await figure.picture(data, context as never)).find(({ id }) => id === "after")!;
  expect(after.svg).toContain('stroke="var(--lost)"');
});

describe("the planes", () => {
  it("are found again under every cell, and together keep the panels' height", () => {
    for (const [source, shape] of [
      [
        [14, 14, 12],
        [14, 14, 72],
      ],
      [
        [7, 7, 96],
        [4, 4, 96],
      ],
      [
        [2, 2, 192],
        [2, 2, 40],
      ],
      [
        [28, 28, 1],
        [14, 14, 16],
      ],
    ] as const) {
      const { unit, before, after, beforeHeight, afterHeight } = layOut([source], shape);
      expect(beforeHeight + afterHeight).toBe(TOTAL);
      for (const grid of [before[0]!, after]) {
        const [h, w, channels] = grid.shape;
        expect((grid.columns * (w + 1) - 1) * unit).toBeLessThanOrEqual(WIDTH + 1e-9);
        for (let c = 0; c < channels; c++) {
          const [x, y] = planeAt(grid, c);
          const cell = { c, y: below(h), x: below(w) };
          expect(cellUnder(grid, x + cell.x + 0.5, y + cell.y + 0.5)).toEqual(cell);
        }
      }
      expect((after.rows * (after.shape[0] + 1) - 1) * unit).toBeLessThanOrEqual(afterHeight + 1);
    }
    expect(cellUnder(layOut([], [2, 2, 3]).after, -0.5, 0)).toBeNull();
  });

  test("levels in the style sheet are the palette's colours, mixed", async () => {
    const css = await readFile("src/figures/shell/levels.css", "utf8");
    const tokens = await readFile("src/styles/tokens.css", "utf8");
    const hex = (text: string, name: string, from = 0): string =>
      new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(text.slice(from))![1]!;
    for (const [theme, mark] of [
      ["light", ":root {"],
      ["dark", ':root[data-theme="dark"]'],
      ["grey", ':root[data-scale="grey"]'],
    ] as const) {
      const from = tokens.indexOf(mark);
      const start = theme === "light" ? 0 : css.indexOf(mark);
      const zero = parseHex(hex(tokens, "scale-zero", from));
      for (const [side, name] of [
        ["p", "scale-positive"],
        ["n", "scale-negative"],
      ] as const) {
        const end = parseHex(hex(tokens, name, from));
        for (let level = 1; level <= LEVELS; level++) {
          expect(parseHex(hex(css, `level-${side}${level}`, start)), `${theme} ${side}${level}`).toEqual(
            mix(zero, end, level / LEVELS),
          );
        }
      }
      expect(parseHex(hex(css, "level-0", start))).toEqual(zero);
    }
    const table = colourTable([0, 0, 0], [128, 128, 128], [255, 255, 255]);
    expect([table[0], table[126], table.at(-1)]).toEqual([
      [0, 0, 0],
      [128, 128, 128],
      [255, 255, 255],
    ]);
  });
});

test.each([
  {},
  { step: "input" },
  { step: "project" },
  { step: "add" },
  { block: 6 },
  { block: 2, step: "expand" },
  { block: 17 },
])("the picture of %o is light", async (initial) => {
  const { nodes, bytes, panels } = await runFigure("block-microscope", initial);
  expect(nodes).toBeLessThanOrEqual(300);
  expect(bytes).toBeLessThanOrEqual(8 * 1024);
  expect(panels.map(({ svg, html }) => svg ?? html).join("")).not.toMatch(/NaN|undefined|Infinity/);
});

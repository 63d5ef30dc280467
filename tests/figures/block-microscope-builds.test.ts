import { describe, expect, it } from "vitest";
import { compute, load, type MicroscopeData, type MicroscopeState } from "@/figures/block-microscope/compute.ts";
import figure from "@/figures/block-microscope/figure.ts";
import type { PredictionsData } from "@/figures/predictions/compute.ts";
import { LAST_BLOCK, layersOf } from "@/figures/block-microscope/steps.ts";
import { buildTask } from "@/figures/shell/render.ts";
import { initialState, settle } from "@/figures/shell/state.ts";
import { seededRandom } from "@kernels/random.ts";
import { runFigure } from "./run.ts";

const base = { ...initialState(figure.controls), network: "fashion" } as unknown as MicroscopeState;
async function at(change: Partial<MicroscopeState>): Promise<MicroscopeData> {
  const state = settle(figure.controls, { ...base, ...change }) as unknown as MicroscopeState;
  return compute(state, await load(state, buildTask), buildTask);
}
const stepsOf = ({ steps }: MicroscopeData): string[] => steps.map(({ step }) => step);
const { fround } = Math;

describe("networks that were trained with another block", () => {
  it.each(["paper", "relu6-neck", "expansions", "none"] as const)(
    "%s: its answer is that of the predictions, and any value is the sum of its terms to the last bit",
    async (built) => {
      const random = seededRandom(6);
      const below = (size: number): number => Math.floor(random() * size);
      const { data: read } = await runFigure<PredictionsData>("predictions", { network: "fashion", built });
      for (let block = 0; block <= LAST_BLOCK; block += 3) {
        for (const { step, shape } of (await at({ built, block, step: "input" })).steps) {
          const cell = { c: below(shape[2]), y: below(shape[0]), x: below(shape[1]) };
          const data = await at({ built, block, step, ...cell });
          const name = `block ${block} ${step} ${JSON.stringify(cell)}`;
          expect([data.step, data.cell], name).toEqual([step, cell]);
          const sum = fround(data.terms.reduce((all, { a, b }) => fround(all + fround(a * b)), 0) + data.bias);
          expect(data.sum, name).toBe(sum);
          expect(data.value, name).toBe(step.endsWith("relu6") ? Math.min(Math.max(sum, 0), 6) : sum);
          expect(data.prediction.top[0]!.label, name).toBe(read.top[0]!.label);
        }
      }
    },
  );
  it("ReLU6 stands on every neck where it was trained there, and its switch is gone", async () => {
    const data = await at({ built: "relu6-neck", block: 5, step: "project-relu6" });
    expect(stepsOf(data)).toEqual([
      ...["input", "expand", "expand-bn", "expand-relu6", "depthwise", "depthwise-bn", "depthwise-relu6"],
      ...["project", "project-bn", "project-relu6", "add"],
    ]);
    expect(data.tensor.every((value) => value >= 0 && value <= 6)).toBe(true);
    expect(figure.hides!({ ...base, built: "relu6-neck" } as never)).toContain("neckRelu6");
    expect(figure.hides!({ ...base, built: "paper" } as never)).not.toContain("neckRelu6");
    // A link may ask for the switch all the same.
    expect(stepsOf(await at({ built: "relu6-neck", block: 5, neckRelu6: true }))).toEqual(stepsOf(data));
  });
  it("a shortcut between expansions is a step of its own: the block before's expansion plus this one's", async () => {
    const data = await at({ built: "expansions", block: 4, step: "expand-add" });
    expect(stepsOf(data)).toContain("expand-add");
    expect(stepsOf(data)).not.toContain("add");
    expect(data.kind).toBe("add");
    expect(data.sources.map(({ block }) => block)).toEqual([3, 4]);
    const [first, second] = data.sources.map(({ values }) => values);
    expect([...data.tensor]).toEqual([...first!].map((value, i) => fround(value + second![i]!)));
  });
  it("without shortcuts no block has a sum", async () => {
    expect(layersOf("fashion", "none").some(({ kind }) => kind === "add")).toBe(false);
    expect(stepsOf(await at({ built: "none", block: 4 }))).not.toContain("add");
    expect(figure.hides!({ ...base, built: "none" } as never)).toContain("shortcut");
  });
  it("picks stay inside the tensors of the network that is shown", async () => {
    const { cell, shape } = await at({ built: "paper", block: 17, step: "expand", c: 999, y: 99, x: 99 });
    expect(shape).toEqual([4, 4, 120]);
    expect(cell).toEqual({ c: 119, y: 3, x: 3 });
  });
});

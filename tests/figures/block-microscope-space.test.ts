import { describe, expect, it, test } from "vitest";
import { compute, load, type MicroscopeData, type MicroscopeState } from "@/figures/block-microscope/compute.ts";
import figure from "@/figures/block-microscope/figure.ts";
import { HOME, linesOf, radiusOf, spaceOf, upOf } from "@/figures/block-microscope/space.ts";
import { labelsOf } from "@/figures/block-microscope/space-labels.ts";
import { LAST_BLOCK } from "@/figures/block-microscope/steps.ts";
import { cameraOf, projector, rayThrough } from "@/figures/shell/camera.ts";
import { buildTask } from "@/figures/shell/render.ts";
import { initialState, settle } from "@/figures/shell/state.ts";
import { pointAt } from "@/figures/shell/tensor-layout.ts";
import { pickCell } from "@/figures/shell/tensor-pick.ts";
import { seededRandom } from "@kernels/random.ts";
import { runFigure } from "./run.ts";

const base = initialState(figure.controls) as unknown as MicroscopeState;
const network = await load(base, buildTask);
async function at(change: Partial<MicroscopeState> = {}): Promise<MicroscopeData> {
  const state = settle(figure.controls, { ...base, ...change }) as unknown as MicroscopeState;
  return compute(state, network, buildTask);
}

const SEED = 31_3;
const random = seededRandom(SEED);
const below = (size: number): number => Math.floor(random() * size);
/** One random cell of every step of every block. */
async function* everywhere(): AsyncGenerator<MicroscopeData> {
  for (let block = 0; block <= LAST_BLOCK; block++) {
    const { steps } = await at({ block, step: "input" });
    for (const { step, shape } of steps)
      yield at({ block, step, c: below(shape[2]), y: below(shape[0]), x: below(shape[1]) });
  }
}

describe(`the step in space (seed ${SEED})`, () => {
  it("has a ray from every value that was read, at the cell where it stands, to the picked one", async () => {
    for await (const data of everywhere()) {
      const space = spaceOf(data, "tensor");
      const up = upOf(space);
      const name = `block ${data.block} ${data.step}`;
      const real = data.terms.filter(({ from }) => from !== null && data.sources.length > 0);
      expect(space.reads, name).toHaveLength(real.length);
      space.reads.forEach((read, i) => {
        const { c, y, x, block, step } = real[i]!.from!;
        expect([read.c, read.y, read.x], name).toEqual([c, y, x]);
        const { shape, values, ...place } = space.tensors[read.tensor]!;
        expect([place.block, place.step], name).toEqual([block, step]);
        // What is drawn there is what was multiplied.
        const value = values[(y * shape[1] + x) * shape[2] + c]!;
        expect(value, name).toBe(data.norm ? data.norm.x : real[i]!.a);
        expect(Math.sign(read.share), name).toBe(Math.sign(real[i]!.product));
      });
      const lines = linesOf(space, space.street, up);
      const { c, y, x } = space.cell;
      const made = space.tensors.length - 1;
      const end = pointAt(space.street.tensors[made]!, space.street, { c, y: y + 0.5, x: x + 0.5, up: up(made, c) });
      for (const { points } of lines.slice(0, space.reads.length)) expect(points[1], name).toEqual(end);
    }
  });
  it("is picked where it is drawn: a ray through the picked cell's picture finds that cell", async () => {
    for await (const data of everywhere()) {
      const space = spaceOf(data, "tensor");
      const radius = radiusOf(space, 16 / 9);
      const made = space.tensors.length - 1;
      const { c, y, x } = space.cell;
      const up = upOf(space);
      const middle = pointAt(space.street.tensors[made]!, space.street, { c, y: y + 0.5, x: x + 0.5, up: up(made, c) });
      const [px, py] = projector(cameraOf(HOME), radius)(middle);
      expect(pickCell(rayThrough(cameraOf(HOME), radius, px, py), space.street, up)).toEqual({ tensor: made, c, y, x });
    }
  });
  it("fits its picture with all that is written beside it", async () => {
    const { tr, num } = await runFigure("block-microscope");
    for (const aspect of [4 / 3, 16 / 9]) {
      for await (const data of everywhere()) {
        const space = spaceOf(data, "tensor");
        const see = projector(cameraOf(HOME), radiusOf(space, aspect));
        const context = { tr, num, state: { ...base, scaleMode: "tensor", camera: HOME } as const };
        for (const { at: point, text } of labelsOf(space, space.street, upOf(space), data, context)) {
          const [x, y] = see(point);
          expect(Math.abs(x), `${data.block} ${data.step}: ${text}`).toBeLessThan(aspect);
          expect(Math.abs(y), `${data.block} ${data.step}: ${text}`).toBeLessThan(1);
        }
      }
    }
  });
  it("reads nine cells of one channel, all channels of one place, or two tensors", async () => {
    const depthwise = spaceOf(await at({ step: "depthwise" }), "tensor");
    expect(new Set(depthwise.reads.map(({ c }) => c))).toEqual(new Set([7]));
    expect(depthwise.reads).toHaveLength(9);
    expect(depthwise.window).toEqual({ y: 2, x: 2, h: 3, w: 3 });
    expect(depthwise.tensors.map(({ pulled }) => pulled)).toEqual([7, 7]);
    const corner = spaceOf(await at({ step: "depthwise", y: 0, x: 0 }), "tensor");
    expect(corner.reads).toHaveLength(4);
    expect(corner.window).toEqual({ y: 0, x: 0, h: 2, w: 2 });
    const project = spaceOf(await at({ step: "project" }), "tensor");
    expect(project.reads.map(({ c, y, x }) => [c, y, x])).toEqual(Array.from({ length: 72 }, (_, c) => [c, 3, 3]));
    expect(project.tensors.map(({ pulled }) => pulled)).toEqual([null, 7]);
    const add = spaceOf(await at({ step: "add" }), "tensor");
    expect(add.reads.map(({ tensor }) => tensor)).toEqual([0, 1]);
  });
  it("makes the largest product's ray the strongest, and one that is no number the faintest", async () => {
    const data = await at({ step: "depthwise" });
    const shares = spaceOf(data, "tensor").reads.map(({ share }) => Math.abs(share));
    expect(Math.max(...shares)).toBe(1);
    const terms = data.terms.map((term, i) => (i === 4 ? { ...term, product: NaN } : term));
    const poisoned = spaceOf({ ...data, terms }, "tensor");
    expect(poisoned.reads[4]!.share).toBe(0);
    for (const { share } of poisoned.reads) expect(Number.isFinite(share)).toBe(true);
  });
});

test("the drawing says H, W, and tC inside a widened block, C outside; the ruler's lengths; the value", async () => {
  const texts = async (state: Record<string, string | number>) => {
    const { panels } = await runFigure("block-microscope", state);
    const { svg = "" } = panels.find(({ id }) => id === "space")!;
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    return [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
  };
  expect(await texts({ step: "expand" })).toEqual([
    "H 7",
    "W 7",
    "C 12",
    "tC 72",
    "channel 7: 1.595",
    "2 cells",
    "20 channels",
  ]);
  expect(await texts({ block: 2, step: "depthwise", c: 3, y: 3, x: 3 })).toEqual([
    "H 14",
    "W 14",
    "tC 72",
    "H 7",
    "W 7",
    "tC 72",
    "channel 3",
    expect.stringMatching(/^channel 3: −?\d\.\d{3}$/),
    "5 cells",
    "20 channels",
  ]);
});

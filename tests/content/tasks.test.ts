import { holds, valueAt, type Conditions } from "@/figures/shell/conditions.ts";
import { computeFigure } from "@/figures/shell/render.ts";
import { fact } from "@kernels/facts/index.ts";
import { expect, it } from "vitest";
import { readLessons, type Lesson } from "./read-lesson.ts";
import { says } from "./says.ts";

/** A state in which each task of chapters 3 and 5 is done: none asks for what cannot be reached. */
const SOLUTIONS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "manifold-of-interest/relu-on": { n: 3, activation: "relu" },
  "spiral-experiment/seeds": { n: 3, seed: 4 },
  "the-law/settle": { n: 8, seeds: 1000 },
  "the-law/letter": { shape: "letter" },
  "the-law/no-scatter": { d: 5, n: 9 },
  "half-and-a-ghost/without-ghost": { share: 0 },
  "relu6-and-low-precision/first-loss": { scale: 6 },
  "linear-bottleneck/linear-neck": { n: 2, activation: "identity" },
  "linear-bottleneck/worst-neck": { network: "fashion" },
  "row-by-row/heaviest-row": { open: 6 },
  "row-by-row/find-the-peak": { block: 2 },
  "width-and-resolution/wider-for-the-same": { width: 1.4, resolution: 160 },
  "width-and-resolution/best-under-60": { width: 0.5, resolution: 160 },
  "memory-efficient-inference/where-it-stops": { parts: 4 },
  "memory-efficient-inference/one-megabyte": { resolution: 176 },
};

const lessons = (await readLessons()).filter(
  ({ chapter }) => chapter === "what-relu-destroys" || chapter === "the-whole-network",
);
const figureOf = (lesson: Lesson, instance: string): { of: string; initial: Readonly<Record<string, unknown>> } => {
  const found = lesson.uses.find(({ name, props }) => name === "Figure" && props["id"] === instance)!.props;
  return { of: found["of"] as string, initial: (found["initial"] ?? {}) as Readonly<Record<string, unknown>> };
};
const tasks = lessons.flatMap((lesson) =>
  lesson.uses
    .filter(({ name, props }) => name === "TryThis" && props["done"] !== undefined)
    .map(({ props }) => ({
      name: `${lesson.slug}/${props["id"] as string}`,
      lesson,
      done: props["done"] as Conditions & { figure: string },
    })),
);

it("every lesson of the two chapters has a task that the page notices", () => {
  expect(new Set(tasks.map(({ lesson }) => lesson.slug))).toEqual(new Set(lessons.map(({ slug }) => slug)));
});

// A drawing between a 4 and a 9 is a journey's work.
it.each(tasks.filter(({ name }) => name !== "run-it/border"))(
  "$name: its solution does it, the first state does not",
  async ({ name, lesson, done }) => {
    const { of, initial } = figureOf(lesson, done.figure);
    const [before, after] = [
      await computeFigure(of, initial),
      await computeFigure(of, { ...initial, ...SOLUTIONS[name] }),
    ];
    expect(holds(done, before)).toBe(false);
    expect(holds(done, after)).toBe(true);
  },
);

it("the words that explain a guess are the figure's numbers", async () => {
  const at = async (of: string, state: Readonly<Record<string, unknown>>, path: string): Promise<number> =>
    valueAt((await computeFigure(of, state)).data, path) as number;
  const ceiling = { n: 15, seed: 7, activation: "relu6" };
  const lost = (scale: number): Promise<number> => at("relu-collapse", { ...ceiling, scale }, "lostShare");
  expect(await Promise.all([1, 5, 5.5].map(lost))).toEqual([0, 0, 0]);
  expect(await lost(6)).toBeGreaterThan(0);
  expect(await lost(12)).toBeLessThan(0.05);
  says("relu6-and-low-precision", "Up to 5 nothing at all, and at 12 less than a twentieth");
  expect(1 / (await at("collapse-law", { d: 6, n: 24 }, "chosen.law"))).toBeCloseTo(300, -1);
  says("linear-bottleneck", "One point in 300");
  expect(await at("ghost", { n: 15, seed: 7 }, "sizes.5.n")).toBe(30);
  const median = await at("ghost", { n: 15, seed: 7 }, "sizes.5.median");
  expect(median).toBeCloseTo(fact("relu-collapse.relative-error.n-30").value, 1);
  says("half-and-a-ghost", "About a third.");
});

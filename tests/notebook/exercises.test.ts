import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Exercise } from "@content/exercise.ts";
import { judge } from "@/notebook/worker/judge.ts";
import { textOf } from "@/notebook/worker/to-view.ts";
import { compile, kernels } from "./headless.ts";
import { exerciseFolders, SLIPS, slippedOf } from "./wrong-code.ts";

type Write = (...args: readonly unknown[]) => unknown;
const modules = import.meta.glob<{ exercise: Exercise }>("../../content/*/*/exercises/*/cases.ts", { eager: true });
const exercises = Object.entries(modules).map(([path, { exercise }]) => {
  const folder = path.replace("../../", "").replace("/cases.ts", "");
  return { id: folder.split("/").at(-1) ?? "", folder, exercise };
});

async function writtenAs(exercise: Exercise, text: string): Promise<Write> {
  const exports: Record<string, unknown> = {};
  const require = (name: string): unknown => kernels[name];
  await compile(text)(require, exports, () => undefined, console);
  return exports[exercise.name] as Write;
}
const written = (exercise: Exercise, folder: string, file: string): Promise<Write> =>
  writtenAs(exercise, readFileSync(`${folder}/${file}.ts`, "utf8"));

it("has the exercises that the course names", () => {
  expect(exercises.map(({ id }) => id).sort()).toEqual([
    ...["block-madds", "bottleneck", "conv2d", "depthwise-conv", "fold-batch-norm"],
    ...["make-divisible", "pointwise-conv", "relu6", "the-experiment"],
  ]);
});

describe.each(exercises)("$id", ({ folder, exercise }) => {
  const hints = JSON.parse(readFileSync(`${folder}/hints.en.json`, "utf8")) as Record<string, unknown>;

  it.each([1, 2, 3, 20, 4711])("our solution passes all cases of seed %i", async (seed) => {
    const verdict = judge(exercise, await written(exercise, folder, "solution"), seed, textOf);
    expect(verdict.wrong).toBeUndefined();
    expect(verdict.passed).toBe(24);
  });
  it("the start is wrong, at a place that is told", async () => {
    const { wrong } = judge(exercise, await written(exercise, folder, "start"), 1, textOf);
    expect(wrong?.kind).toMatch(/value|shape/);
  });
  it.each(Object.keys(exercise.mistakes))("%s is found out, called by its name, and explained", (mistake) => {
    // With some seed of five: a mistake may agree with another one on small cases.
    const verdicts = [1, 2, 3, 4, 5].map((seed) => judge(exercise, exercise.mistakes[mistake] as Write, seed, textOf));
    for (const { wrong } of verdicts) expect(wrong).toBeDefined();
    expect(verdicts.map(({ wrong }) => wrong?.mistake)).toContain(mistake);
    expect((hints["mistakes"] as Record<string, string>)[mistake]).toMatch(/^\P{Ll}.+\.$/su);
  });
  it("our solution with one slip of the keys is wrong, and the slip is called by its name", async () => {
    const one = exerciseFolders.find((found) => found.folder === folder)!;
    const { wrong } = judge(exercise, await writtenAs(exercise, slippedOf(one)), 1, textOf);
    expect(wrong).toMatchObject({ mistake: SLIPS[one.id]?.mistake });
    expect(wrong?.kind).toMatch(/value|shape/);
  });
  it("explains no mistake that is not looked for, and has a task, hints and a title", () => {
    expect(Object.keys(hints["mistakes"] as object).sort()).toEqual(Object.keys(exercise.mistakes).sort());
    expect(hints["title"]).toMatch(/\S/);
    expect(hints["task"]).toMatch(/\.$/);
    expect((hints["hints"] as string[]).length).toBeGreaterThanOrEqual(2);
  });
  it("finds out what returns nothing, NaN, or throws away a channel", () => {
    expect(judge(exercise, () => undefined, 1, textOf).wrong).toMatchObject({
      index: 1,
      kind: "form",
      text: "undefined",
    });
    const { reference, view } = exercise;
    const spoil: Write = (...args) => {
      const result = reference(...args) as { data?: Float32Array };
      return typeof result === "number" ? NaN : { ...result, shape: [1, 1, 1] };
    };
    if (!view) expect(judge(exercise, spoil, 1, textOf).wrong).toBeDefined();
  });
  it("stands in a lesson of ours", () => expect(existsSync(folder)).toBe(true));
});

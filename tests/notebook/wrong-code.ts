/**
 * One mistake an exercise, as a reader would type it: our solution with some signs replaced, and the name that the trial
 * must find for it among the exercise's mistakes. Tests without a browser and journeys take it from here.
 */
import { readdirSync, readFileSync } from "node:fs";

export interface Slip {
  readonly mistake: string;
  readonly find: string;
  readonly put: string;
}

export const SLIPS: Readonly<Record<string, Slip>> = {
  conv2d: { mistake: "swappedAxes", find: "inY * w + inX", put: "inX * h + inY" },
  "depthwise-conv": { mistake: "unpadded", find: " * stride - pad", put: " * stride" },
  "pointwise-conv": { mistake: "transposed", find: "filter[c * outC + o]", put: "filter[o * inC + c]" },
  "the-experiment": { mistake: "onlyOrigin", find: ".length < 2", put: ".length < 1" },
  relu6: { mistake: "unclamped", find: "Math.min(Math.max(value, 0), 6)", put: "Math.max(value, 0)" },
  bottleneck: { mistake: "strideForgotten", find: "kernel: 3, stride,", put: "kernel: 3, stride: 1," },
  "block-madds": { mistake: "alwaysExpands", find: "expansion === 1 ? 0 : ", put: "" },
  "make-divisible": { mistake: "noTenth", find: "atLeastOne < 0.9 * v ? atLeastOne + divisor : ", put: "" },
  "fold-batch-norm": { mistake: "noRoot", find: "Math.sqrt(variance[c]! + epsilon)", put: "(variance[c]! + epsilon)" },
};

export interface ExerciseFolder {
  readonly id: string;
  /** "content/<chapter>/<lesson>/exercises/<id>". */
  readonly folder: string;
  /** The lesson's address. */
  readonly address: string;
}

/** Every exercise of the course, from the disk; no list to keep. */
export const exerciseFolders: readonly ExerciseFolder[] = readdirSync("content", { recursive: true, encoding: "utf8" })
  .filter((path) => /\/exercises\/[^/]+$/.test(path))
  .sort()
  .map((path) => {
    const [chapter = "", lesson = "", , id = ""] = path.split("/");
    const bare = (name: string): string => name.replace(/^\d+-/, "");
    return { id, folder: `content/${path}`, address: `/lessons/${bare(chapter)}/${bare(lesson)}/` };
  });

export const solutionOf = ({ folder }: ExerciseFolder): string =>
  readFileSync(`${folder}/solution.ts`, "utf8").trimEnd();

/** The solution with its slip; what is not in it cannot be replaced, and says so. */
export function slippedOf(exercise: ExerciseFolder): string {
  const slip = SLIPS[exercise.id];
  const solution = solutionOf(exercise);
  if (!slip || !solution.includes(slip.find)) throw new Error(`${exercise.id}: tests/notebook/wrong-code.ts has no slip that fits its solution`); // prettier-ignore
  return solution.replaceAll(slip.find, slip.put);
}

/** What the page says to a mistake, from the exercise's own words. */
export const wordsFor = ({ id, folder }: ExerciseFolder): string => {
  const { mistakes } = JSON.parse(readFileSync(`${folder}/hints.en.json`, "utf8")) as {
    mistakes: Record<string, string>;
  };
  return mistakes[SLIPS[id]?.mistake ?? ""] ?? "";
};

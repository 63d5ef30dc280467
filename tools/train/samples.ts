import type { DataSet } from "./data.ts";

/** What the network said about one test image. */
export interface Answer {
  readonly index: number;
  readonly label: number;
  readonly answer: number;
  /** Of the answer. */
  readonly probability: number;
}

const PER_CLASS = 2;
const WRONG = 4;

/**
 * Test images to ship: for each class the first ones in the test set's order that the network gets right, then those
 * that it gets wrong with most conviction, marked by `wrong`.
 */
export function pickSamples(
  answers: readonly Answer[],
  pixels: Uint8Array,
  { h, w }: { readonly h: number; readonly w: number },
  data: DataSet,
): object {
  const classes = [...new Set(answers.map(({ label }) => label))].sort((a, b) => a - b);
  const right = classes.flatMap((label) =>
    answers.filter((a) => a.label === label && a.answer === label).slice(0, PER_CLASS),
  );
  const wrong = answers
    .filter((a) => a.answer !== a.label)
    .sort((a, b) => b.probability - a.probability)
    .slice(0, WRONG);
  const slug = (label: number): string => data.labels[label]!.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const ids =
    data.sampleIds === "index"
      ? [...right, ...wrong].map(({ index }) => `test-${index}`)
      : [
          ...right.map(({ label }, i) => `${slug(label)}-${(i % PER_CLASS) + 1}`),
          ...wrong.map((_, i) => `wrong-${i + 1}`),
        ];
  const samples = [...right, ...wrong].map(({ index, label, answer, probability }, i) => ({
    id: ids[i],
    label,
    index,
    ...(answer !== label && { wrong: true, answer, probability }),
    pixels: Buffer.from(pixels.subarray(index * h * w, (index + 1) * h * w)).toString("base64"),
  }));
  return { samples, source: `${data.name}, official test set; index counts from 0`, licence: data.licence };
}

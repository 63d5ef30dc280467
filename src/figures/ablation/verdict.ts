/** From accuracies to a sentence: how two variants differ, whether that can be told from noise, and what a guess was worth. */
import type { Words } from "@/figures/shell/contract.ts";
import { pairedDifference, type PairedDifference } from "@kernels/statistics/paired.ts";
import type { Guess, VariantId } from "./variants.ts";

/** Share of right answers by seed; a seed that a variant lacks (not yet, or broken) makes no pair. */
export type Scores = ReadonlyMap<number, number>;

export interface Comparison extends PairedDifference {
  readonly first: VariantId;
  readonly second: VariantId;
}

/** Every variant against the first, over the seeds that both have; intervals hold together with 95 %. */
export function compare(scores: ReadonlyMap<VariantId, Scores>): Comparison[] {
  const [head, ...rest] = [...scores];
  if (!head) return [];
  const [first, base] = head;
  return rest.flatMap(([second, other]) => {
    const seeds = [...base.keys()].filter((seed) => other.has(seed));
    if (seeds.length === 0) return [];
    const row = (of: Scores): number[] => seeds.map((seed) => of.get(seed)! * 100);
    return [{ first, second, ...pairedDifference(row(base), row(other), { together: rest.length }) }];
  });
}

const named = ({ tr }: Words, id: VariantId): string => tr(`variant.${id}`);

/** A difference as the reader reads it: which variant is ahead by how many points, and how sure that is. */
export function verdict(
  { first, second, mean, interval, isTold, pairs }: Comparison,
  words: Words,
  isSame = false,
): string {
  const { tr, num } = words;
  const points = (value: number): string => num(value, { decimals: 2 });
  const [ahead, behind, sign] = mean < 0 ? [first, second, -1] : [second, first, 1];
  const bounds = interval ? [interval[0] * sign, interval[1] * sign].sort((a, b) => a - b) : [0, 0];
  const values = {
    ...{ ahead: named(words, ahead), behind: named(words, behind), pairs },
    ...{ mean: points(Math.abs(mean)), low: points(bounds[0]!), high: points(bounds[1]!) },
  };
  if (isSame) return tr("verdict.same", values);
  if (!interval) return tr("verdict.single", values);
  if (isTold === null) return tr(Math.abs(mean) < 1e-9 ? "verdict.equal" : "verdict.steady", values);
  return tr(isTold ? "verdict.told" : "verdict.untold", values);
}

/** What the reader foresaw of A and B, beside what came out. */
export function judge(
  guess: Guess,
  by: number,
  { mean, interval, isTold, first, second }: Comparison,
  words: Words,
): string {
  const { tr, num } = words;
  if (guess === "none" || !interval) return "";
  if (guess === "same") return tr(isTold ? "guess.sameWrong" : "guess.sameRight");
  const values = { variant: named(words, guess === "a" ? first : second), by: num(by, { decimals: 1 }) };
  if (!isTold) return tr("guess.untold", values);
  const size = guess === "a" ? -mean : mean;
  if (size < 0) return tr("guess.wrong", values);
  const signed = guess === "a" ? -by : by;
  return tr(signed >= interval[0] && signed <= interval[1] ? "guess.right" : "guess.rightSide", values);
}

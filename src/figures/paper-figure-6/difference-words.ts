import type { Words } from "@/figures/shell/contract.ts";
import type { Difference } from "./compute.ts";

/** How far a variant is ahead of the paper's block or behind it, and whether that can be told from the seeds' luck. */
export function differenceWords({ name, mean, interval, isTold }: Difference, { tr, num }: Words): string {
  const isBehind = mean < 0;
  // The interval as the reader reads it: of how far it is behind, or ahead.
  const [low, high] = isBehind ? [-interval[1], -interval[0]] : interval;
  const values = {
    variant: tr(`first.${name}`),
    mean: num(Math.abs(mean), { decimals: 2 }),
    low: num(low, { decimals: 2 }),
    high: num(high, { decimals: 2 }),
  };
  return `${tr(isBehind ? "say.behind" : "say.ahead", values)} ${tr(isTold ? "say.told" : "say.untold")}`;
}

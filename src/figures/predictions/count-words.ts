/** The count of the test images in words. */
import type { Words } from "@/figures/shell/contract.ts";
import type { Counted } from "./count.ts";

export function countWords(counted: Counted | null, { tr, num }: Pick<Words, "tr" | "num">): string {
  if (!counted) return "";
  const { images, right, interval, paper } = counted;
  const percent = (share: number): string => num(share, { percent: true, decimals: 1 });
  const own = tr("count.own", {
    ...{ images, right, share: percent(right / images) },
    ...{ low: percent(interval[0]), high: percent(interval[1]) },
  });
  if (!paper) return own;
  const { onlyThis, onlyPaper, isTold } = paper;
  const against = tr("count.paper", { right: paper.right, onlyThis, onlyPaper });
  return [own, against, tr(isTold ? "count.told" : "count.untold")].join(" ");
}

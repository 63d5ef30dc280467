/** The reader's code beside ours, line by line. */
import type { Translate } from "@/i18n/translator.ts";
import { diffLines } from "diff";
import { make } from "./make.ts";

export function showDifference(ours: string, theirs: string, tr: Translate): HTMLElement {
  // The same end for both: a missing last line break is no difference worth a word.
  const parts = diffLines(`${ours.trimEnd()}\n`, `${theirs.trimEnd()}\n`);
  const changed = parts.filter((part) => part.added || part.removed);
  if (changed.length === 0) return make("p", "out-item", tr("same"));
  const count = changed.reduce((sum, part) => sum + part.count, 0);
  const lines = parts.flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, "")
      .split("\n")
      .map((text) => {
        const sign = added ? "+" : removed ? "−" : " ";
        const line = make("span", added ? "diff-added" : removed ? "diff-removed" : "", `${sign} ${text}\n`);
        if (added || removed) line.prepend(make("span", "visually-hidden", `${tr(added ? "added" : "removed")}: `));
        return line;
      }),
  );
  const listing = make("pre", "out-text", ...lines);
  listing.tabIndex = 0;
  return make("div", "out-item", make("p", "", tr("differs", { n: count })), listing);
}

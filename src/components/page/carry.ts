/** The address of another figure with the reader's input in it: both use the same names for it. */
import { readLink, writeLink } from "@/figures/shell/link.ts";

const GIVEN = ["network", "sample", "garment", "photo", "strokes"] as const;

/** What was drawn travels in the fragment and never reaches a server. An empty pad is not worth carrying. */
export function carried(to: URL, from: URL): URL {
  const texts = readLink(from, "", GIVEN);
  const strokes = texts.get("strokes");
  const query = new Map([...texts].filter(([name]) => name !== "strokes"));
  if (strokes === undefined && query.get("sample") === "none") query.delete("sample");
  for (const picks of ["garment", "photo"]) if (query.get(picks) === "none") query.delete(picks);
  if (strokes === undefined && query.size === 0) return to;
  return writeLink(to, "", GIVEN, { query, fragment: new Map(strokes === undefined ? [] : [["strokes", strokes]]) });
}

import { describe, expect, it } from "vitest";
import type { Mark } from "@/figures/shell/marks.ts";
import { sameMarks } from "@/figures/shell/same-marks.ts";

const line = (...xy: number[]): Mark => ({ kind: "line", xy, stroke: "ink", width: 2 });
const text = (words: string): Mark => ({ kind: "text", x: 1, y: 2, text: words });

describe("marks that need no painting again", () => {
  it("are those that rounding alone moved, a lifted pen included", () => {
    expect(sameMarks([line(1, 2, NaN, NaN, 3, 4)], [line(1 + 1e-12, 2, NaN, NaN, 3.009, 4)])).toBe(true);
  });

  it.each<[string, Mark[], Mark[]]>([
    ["a place", [line(1, 2)], [line(1, 2.02)]],
    ["a lifted pen", [line(1, 2, NaN, NaN)], [line(1, 2, 3, 4)]],
    ["the number of points", [line(1, 2)], [line(1, 2, 3, 4)]],
    ["the number of marks", [line(1, 2)], [line(1, 2), line(1, 2)]],
    ["a colour", [line(1, 2)], [{ ...line(1, 2), stroke: "lost" } as Mark]],
    ["a dash", [line(1, 2)], [{ ...line(1, 2), dash: "1 5" } as Mark]],
    ["a word", [text("one")], [text("two")]],
    ["infinity", [line(Infinity, 0)], [line(0, 0)]],
  ])("are not those where %s changed", (_, one, other) => {
    expect(sameMarks(one, other)).toBe(false);
    expect(sameMarks(other, one)).toBe(false);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { marksSvg, type Mark } from "@/figures/shell/marks.ts";
import { panelBody, panelsHtml, standaloneSvg } from "@/figures/shell/panels.ts";

const line = (xy: number[]): Mark => ({ kind: "line", xy, stroke: "ink" });

/** Follows path data of M and l, the two commands that lines use. */
function follow(path: string): (readonly [number, number])[][] {
  const runs: (readonly [number, number])[][] = [];
  let [x, y] = [0, 0];
  for (const [, command, a, b] of path.matchAll(/([Ml])(-?[\d.]+) ?(-?[\d.]+)/g)) {
    [x, y] = command === "M" ? [Number(a), Number(b)] : [x + Number(a), y + Number(b)];
    if (command === "M") runs.push([]);
    runs.at(-1)?.push([x, y]);
  }
  return runs;
}
const pathOf = (svg: string): string => /d="([^"]*)"/.exec(svg)?.[1] ?? "";

describe("lines as path data", () => {
  test("pass through their points to a tenth, however long: rounding does not add up", () => {
    const value = fc.double({ min: -400, max: 400, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 300 }), (points) => {
        const [run = []] = follow(pathOf(marksSvg([line(points.flat())])));
        const last = points.at(-1) as [number, number];
        expect(Math.abs((run.at(-1)?.[0] ?? NaN) - last[0])).toBeLessThan(0.0501);
        expect(Math.abs((run.at(-1)?.[1] ?? NaN) - last[1])).toBeLessThan(0.0501);
      }),
    );
  });
  test("break at NaN and keep no NaN", () => {
    expect(follow(pathOf(marksSvg([line([0, 0, 10, 5, NaN, NaN, 1, 1, 2, 2])])))).toEqual([
      [
        [0, 0],
        [10, 5],
      ],
      [
        [1, 1],
        [2, 2],
      ],
    ]);
    expect(marksSvg([line([NaN, NaN])])).not.toContain("<path");
  });
  test("never carry NaN or Infinity, for any mark and any numbers", () => {
    const numbers = fc.array(fc.double(), { maxLength: 12 });
    fc.assert(
      fc.property(numbers, (values) => {
        const svg = marksSvg([
          line(values),
          { kind: "dots", xy: values, r: 2, fill: "input" },
          { kind: "rects", xywh: values, fill: "weight" },
        ]);
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      }),
    );
  });
});

test("dots of one colour are one node", () => {
  const xy = Array.from({ length: 2000 }, (_, i) => i);
  expect(marksSvg([{ kind: "dots", xy, r: 2, fill: "input" }]).match(/<path/g)).toHaveLength(1);
});

test("texts are escaped wherever they stand", () => {
  const evil = `<script>"&'`;
  const panel = {
    id: "p",
    title: evil,
    span: 12,
    alt: evil,
    svg: marksSvg([{ kind: "text", x: 1, y: 2, text: evil }]),
  } as const;
  for (const html of [panelBody(panel), panelsHtml([panel], "u"), standaloneSvg([panel], evil, {})]) {
    expect(html).not.toContain("<script>");
    expect(html).toContain("&lt;script&gt;");
  }
});

describe("panels", () => {
  const panel = { id: "a", title: "A", span: 6, width: 320, height: 160, svg: "<g/>" } as const;
  test("keep their room before anything is drawn, and a stage its bar", () => {
    expect(panelsHtml([panel], "u")).toContain("aspect-ratio:320/160");
    expect(panelsHtml([panel], "u")).not.toContain("stage-bar");
    expect(panelsHtml([{ ...panel, stage: true }], "u")).toContain('<div class="stage-bar"></div>');
  });
  test("of one id in two figures have ids of their own", () => {
    expect(panelsHtml([panel], "one")).toContain('id="one-panel-a"');
    expect(panelsHtml([panel], "two")).toContain('id="two-panel-a"');
  });
  test("as a file hold the palette's values, every SVG panel and no HTML one", () => {
    const red = { ...panel, svg: '<path fill="var(--lost)" stroke="var(--unknown)"/>' };
    const file = standaloneSvg([red, { id: "t", title: "T", span: 12, html: "<table></table>" }], "Title", {
      lost: "#c4237a",
    });
    expect(file).toContain('fill="#c4237a" stroke="var(--unknown)"');
    expect(file).not.toContain("<table>");
    expect(file).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 \d+ \d+"/);
  });
});

/** Every part that a figure says it has is in its first picture, and none is there that it does not say. */
import { parseHTML } from "linkedom";
import { describe, expect, it, vi } from "vitest";
import { marksSvg } from "@/figures/shell/marks.ts";
import { figureIds, loadFigure } from "@/figures/shell/registry.ts";
import { dimOthers, isPart, lightPart } from "@/figures/shell/parts.ts";
import { runFigure } from "../run.ts";

const figures = await Promise.all(figureIds.map(async (id) => ({ id, parts: (await loadFigure(id)).parts ?? [] })));

describe.each(figures.filter(({ parts }) => parts.length > 0))("$id", ({ id, parts }) => {
  it("draws the parts that it names", async () => {
    const { panels } = await runFigure(id);
    const drawn = new Set(
      panels.flatMap(({ svg = "", html = "" }) =>
        [...`${svg}${html}`.matchAll(/data-part="([^"]*)"/g)].flatMap(([, names = ""]) => names.split(" ")),
      ),
    );
    expect([...drawn].sort()).toEqual([...parts].sort());
  });
});

it("a mark's part stands on every element that it is drawn with", () => {
  const svg = marksSvg([
    { kind: "dots", part: "lost", xy: [1, 2], r: 5, fill: "lost", stroke: "ink" },
    { kind: "line", xy: [0, 0, 1, 1], stroke: "rule" },
  ]);
  expect(svg.match(/<path/g)).toHaveLength(3);
  expect(svg.match(/<path data-part="lost"/g)).toHaveLength(2);
});

it("lighting one part dims the others and leaves what is no part", () => {
  const { document, Event } = parseHTML(
    '<i id="root"><b data-part="law">1</b><b data-part="law lost">2</b><b data-part="lost">3</b><b>4</b></i>',
  );
  vi.stubGlobal("Event", Event);
  const root = document.getElementById("root") as unknown as HTMLElement;
  const dim = (): string => [...root.querySelectorAll("[data-dim]")].map(({ textContent }) => textContent).join("");
  lightPart(root, "law");
  expect(dim()).toBe("3");
  root.innerHTML += '<b data-part="spread">5</b>';
  dimOthers(root);
  expect(dim()).toBe("35");
  lightPart(root, "");
  expect(dim()).toBe("");
  expect([isPart("law lost", "lost"), isPart("law lost", "os"), isPart(null, "lost")]).toEqual([true, false, false]);
});

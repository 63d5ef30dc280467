import { parseHTML } from "linkedom";
import { expect, it, test } from "vitest";
import { numbers } from "@/i18n/numbers.ts";
import { translator } from "@/i18n/translator.ts";
import { drawViews, needsOf, viewsOf } from "@/notebook/drawn.ts";
import strings from "@/notebook/strings.en.json" with { type: "json" };
import { readView } from "@/notebook/views.ts";

const [tr, num] = [translator("en", strings), numbers("en", 4)];
const CELLS: Readonly<Record<string, string>> = {
  base: "export const n = 2;",
  twice: 'import { n } from "./base.ts";\nexport const twice = 2 * n;',
  both: 'import { twice } from "./twice.ts";\nimport { n } from "./base.ts";\nshow(n + twice, "sum");',
  breaks: 'import { twice } from "./twice.ts";\nif (twice > 0) throw new Error("no");',
  quiet: "const n = 1;",
};
const textOf = (id: string): string => CELLS[id] ?? "";
const draw = async (id: string) => {
  const html = await drawViews(await viewsOf(id, textOf), tr, num);
  return parseHTML(`<!doctype html><html><body>${html}</body></html>`).document.body;
};

test("what a cell needs stands before it, once", () => {
  expect(needsOf("both", textOf)).toEqual(["base", "twice", "both"]);
});

test("a cell runs after those that it needs, and only its own result is drawn", async () => {
  expect((await draw("both")).textContent).toBe("sum = 6");
});

test("a cell that fails or shows nothing stops the build with its name", async () => {
  await expect(viewsOf("breaks", textOf)).rejects.toThrow("cell breaks: threw in breaks: Error: no");
  await expect(viewsOf("quiet", textOf)).rejects.toThrow("cell quiet shows nothing");
});

test("a tensor's values come along for its slider, and are a view again", async () => {
  const data = Float32Array.from({ length: 12 }, (_, i) => i / 8 - 0.1);
  const html = await drawViews([{ kind: "tensor", shape: [2, 3, 2], data, label: "t" }], tr, num);
  const item = parseHTML(html).document.querySelector("[data-view]");
  const view = JSON.parse(item?.getAttribute("data-view") ?? "") as { data: number[] };
  expect(readView({ ...view, data: Float32Array.from(view.data) })).toEqual({ kind: "tensor", shape: [2, 3, 2], data, label: "t" }); // prettier-ignore
});

it("says what a picture is, where there is no canvas to draw it on", async () => {
  const view = { kind: "picture", width: 2, height: 1, rgba: new Uint8ClampedArray(8) } as const;
  expect(await drawViews([view], tr, num)).toContain("Picture of 2 × 1 pixels");
});

test("text of a cell is text: no markup of it reaches the page", async () => {
  const html = await drawViews([{ kind: "text", text: "<img src=x>\n&", label: "<b>" }], tr, num);
  expect(html).not.toMatch(/<(img|b)\b/);
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importsOf } from "@/notebook/prepare.ts";
import { kernelFiles } from "@/notebook/bundle.ts";
import { runHeadless } from "../notebook/headless.ts";
import { readLessons } from "./read-lesson.ts";

const lessons = (await readLessons()).map(({ path, uses }) => ({
  path,
  folder: `content/${path.split("/").slice(0, 2).join("/")}`,
  cells: uses.filter(({ name }) => name === "Cell").map(({ props }) => String(props["from"])),
}));
const withCells = lessons.filter(({ cells }) => cells.length > 0);
const textOf = (folder: string, id: string): string => readFileSync(`${folder}/cells/${id}.ts`, "utf8");

it("there are cells", () => expect(withCells.length).toBeGreaterThan(0));

describe.each(withCells)("cells of $path", ({ folder, cells }) => {
  it.each(cells)("%s runs and shows something", async (id) => {
    // Every cell above it runs before it, as on the page when all are run.
    const chain = cells.slice(0, cells.indexOf(id) + 1).map((one) => ({ id: one, text: textOf(folder, one) }));
    const messages = await runHeadless(chain);
    expect(messages.filter(({ type }) => type === "fault")).toEqual([]);
    expect(messages.filter(({ type }) => type === "view").length).toBeGreaterThan(0);
  });
  it.each(cells)("%s has neither clock nor chance: what the build draws is what every run gives", (id) => {
    expect(textOf(folder, id)).not.toMatch(/\b(Math\s*\.\s*random|crypto|Date|performance|setTimeout)\b/);
  });
  it.each(cells)("%s imports kernels that the sandbox has, and cells above it", (id) => {
    const text = textOf(folder, id);
    for (const other of importsOf(text)) expect(cells.slice(0, cells.indexOf(id))).toContain(other);
    const kernels = [...text.matchAll(/from "@kernels\/([^"]+)"/g)].map(([, path]) => path);
    for (const path of kernels) expect(kernelFiles()).toContain(path);
  });
});

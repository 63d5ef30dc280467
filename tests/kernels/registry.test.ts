import { readdirSync, readFileSync } from "node:fs";
import { OPERATORS } from "@kernels/registry.ts";
import { expect, it } from "vitest";

const ROOT = new URL("../../kernels/", import.meta.url);
/** Helpers of the operators. */
const HELPERS = ["check.ts", "window.ts"];

it("every operator file in ops/ has its row, every row its file", () => {
  const files = readdirSync(new URL("ops/", ROOT)).filter((name) => name.endsWith(".ts") && !name.endsWith(".simd.ts"));
  const rows = OPERATORS.map((row) => row.file.replace("ops/", ""));
  expect(rows.toSorted()).toEqual(files.filter((name) => !HELPERS.includes(name)).toSorted());
  expect(new Set(OPERATORS.map((row) => row.id)).size).toBe(OPERATORS.length);
});

it("every SIMD twin in ops/ has its row, with a header that states the error; tile.simd.ts is what they share", () => {
  const files = readdirSync(new URL("ops/", ROOT)).filter(
    (name) => name.endsWith(".simd.ts") && name !== "tile.simd.ts",
  );
  const twins = OPERATORS.flatMap((row) => (row.twin ? [{ ...row.twin, name: row.reference.name }] : []));
  expect(twins.map(({ file }) => file.replace("ops/", "")).toSorted()).toEqual(files.toSorted());
  for (const { file, name } of twins) {
    const text = readFileSync(new URL(file, ROOT), "utf8");
    expect(text).toContain(`export function ${name}(`);
    expect(text.split("\n\n")[0]).toMatch(/error (stays )?below|bit by bit|the same values/);
  }
});

it.each(OPERATORS)("$id: its docstring gives shape, cost and the paper, on one screen", ({ file, reference }) => {
  const text = readFileSync(new URL(file, ROOT), "utf8");
  expect(text).toContain(`export function ${reference.name}(`);
  expect(text).toMatch(/→ \[.+\]/);
  expect(text).toMatch(/Cost: /);
  expect(text).toMatch(/@see \S/);
  expect(text.split("\n").length).toBeLessThanOrEqual(60);
});

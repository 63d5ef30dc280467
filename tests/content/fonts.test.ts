import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { FACES, SIGNS, TEXT } from "../../tools/font-faces.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const size = (face: string) => statSync(join(root, "src/styles/fonts", `${face}.woff2`)).size;
const sum = (faces: readonly string[]) => faces.reduce((total, face) => total + size(face), 0);

it("every face of the list is there, and no other", () => {
  const files = readdirSync(join(root, "src/styles/fonts")).filter((name) => name.endsWith(".woff2"));
  expect(files.toSorted()).toEqual(FACES.map(({ name }) => `${name}.woff2`).toSorted());
});

it("text faces stay within 45 kB, the faces of ordinary formulas within 30 kB", () => {
  expect(sum(["serif-400", "serif-400-italic", "serif-600", "sans-400", "sans-600", "signs"])).toBeLessThan(45_000);
  expect(sum(["math-main", "math-italic", "math-size1", "math-size2", "math-ams"])).toBeLessThan(30_000);
});

/** Drawn by the reader's own fonts: no face of ours has them, and they are rare. */
const BORROWED = "ⁿᵐ⁰⁴⁵⁶⁷⁸⁹⁻⁺₀₁₂₃₄ᵢαβγεμρσ";

it("every sign of the lessons and strings is in a face of ours, or is known to be borrowed", () => {
  const texts = readdirSync(join(root, "content"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".mdx"))
    .map((name) =>
      readFileSync(join(root, "content", name), "utf8").replace(/\$\$[^$]*\$\$|\$[^$\n]*\$|```[^]*?```/g, ""),
    );
  texts.push(readFileSync(join(root, "src/i18n/en.json"), "utf8"));
  const foreign = new Set(texts.join("").replace(/\s/g, ""));
  for (const sign of TEXT + SIGNS + BORROWED) foreign.delete(sign);
  expect([...foreign].join("")).toBe("");
});

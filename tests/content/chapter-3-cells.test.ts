import { line } from "@content/03-what-relu-destroys/01-manifold-of-interest/cells/along-a-line.ts";
import { lost as seeds } from "@content/03-what-relu-destroys/02-spiral-experiment/cells/ten-seeds.ts";
import { active, ghost, linear } from "@content/03-what-relu-destroys/04-half-and-a-ghost/cells/two-decoders.ts";
import { rounded } from "@content/03-what-relu-destroys/05-relu6-and-low-precision/cells/round-to-levels.ts";
import { lost as widened } from "@content/03-what-relu-destroys/06-linear-bottleneck/cells/widen.ts";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { runHeadless, tableOf } from "../notebook/headless.ts";
import { says } from "./says.ts";

/** The cells of chapter 3 print what the text beside them works out. */
it("along a line: the second of the two", () => {
  expect(line.find(({ s }) => s === -2)).toEqual({ s: -2, before: "-2, -1, 1", after: "0, 0, 1", active: 1 });
  expect(line.map(({ active: rows }) => rows)).toEqual([1, 0, 0, 0, 1, 1]);
  says("manifold-of-interest", "| 2 | $(2,\\; -1,\\; -3)$ | $(2,\\; 0,\\; 0)$ | 1 |");
});
it("ten seeds: the third and the fourth", () => {
  expect([3, 4].map((seed) => seeds[seed - 1])).toEqual([
    { seed: 3, lost: 204, share: 0.51 },
    { seed: 4, lost: 384, share: 0.96 },
  ]);
  says("spiral-experiment", "Seed 3 should give 51.0%, seed 4 should give 96.0%");
});
it("two hundred: at n = 5 the mean keeps to the law and single matrices do not; at n = 3 each loses half", async () => {
  const folder = "content/03-what-relu-destroys/03-the-law/cells";
  const heads = readFileSync(`${folder}/heads.ts`, "utf8");
  const text = readFileSync(`${folder}/two-hundred.ts`, "utf8");
  const at = async (n: number): Promise<Record<string, unknown>> => {
    const above = heads.replace("export const n = 5;", `export const n = ${n};`);
    const cells = [{ id: "heads", text: above }, { id: "two-hundred", text }]; // prettier-ignore
    const { columns, rows } = tableOf(await runHeadless(cells));
    return Object.fromEntries(columns.map((name, i) => [name, rows[0]?.[i]]));
  };
  const five = await at(5);
  expect(five).toMatchObject({ n: 5, law: 0.1875 });
  expect(five["mean"]).toBeCloseTo(0.1875, 1);
  expect(five["worst"]).toBeGreaterThan(0.4);
  expect(five["lossless"]).toBeGreaterThan(0);
  expect(await at(3)).toEqual({ n: 3, law: 0.5, mean: 0.5, lossless: 0, worst: 0.5 });
});
it("two decoders: the point (2, 1)", () => {
  const close = (found: readonly number[], x: number, y: number): void => {
    expect(found[0]).toBeCloseTo(x, 12);
    expect(found[1]).toBeCloseTo(y, 12);
  };
  close(linear, 5 / 3, 4 / 3);
  close(ghost, 2 / 3, 5 / 6);
  close(active, 2, 1);
});
it("round to levels: 2.37 in both ranges", () => {
  const found = rounded.find(({ value }) => value === 2.37)!;
  expect([found["0 to 6"], found.error, found["0 to 60"], found["its error"]].map((x) => x.toFixed(4))).toEqual([
    "2.3765",
    "0.0065",
    "2.3529",
    "0.0171",
  ]);
});
it("widen: the plane and the necks of the table", () => {
  const share = (d: number, t: number): number => widened.find((row) => row.d === d && row.t === t)!.share;
  expect(share(2, 6)).toBe(13 / 4096);
  expect([share(16, 3), share(24, 3)].map((p) => p.toPrecision(2))).toEqual(["0.0066", "0.0015"]);
});

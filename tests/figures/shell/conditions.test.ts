import { describe, expect, it } from "vitest";
import { holds, valueAt, type Condition } from "@/figures/shell/conditions.ts";

const now = {
  state: { n: 12, shape: "spiral", fold: true },
  data: { lostShare: 0.004, rows: [{ madds: 7 }], shares: Float64Array.of(0.25, 0.5), none: null },
};

describe("a path in a figure's data", () => {
  it.each([
    ["lostShare", 0.004],
    ["rows.0.madds", 7],
    ["shares.1", 0.5],
    ["rows.length", 1],
    ["none", null],
    ["none.more", undefined],
    ["rows.1.madds", undefined],
    ["toString", undefined],
    ["lostShare.toFixed", undefined],
  ])("%s", (path, value) => expect(valueAt(now.data, path)).toBe(value));
});

describe("conditions", () => {
  const onData = (...condition: Condition): boolean => holds({ data: [condition] }, now);
  it.each<readonly [Condition, boolean]>([
    [["lostShare", "<", 0.01], true],
    [["lostShare", "<", 0.004], false],
    [["lostShare", "<=", 0.004], true],
    [["lostShare", ">=", 0.004], true],
    [["lostShare", ">", 0.004], false],
    [["lostShare", "=", 0.004], true],
    [["lostShare", "!=", 0.004], false],
    // What has no value is neither less nor more.
    [["none", "<", 1], false],
    [["none", ">=", 0], false],
    [["none", "=", null], true],
  ])("%s is %s", (condition, meets) => expect(onData(...condition)).toBe(meets));
  it("hold together or not at all", () => {
    const state: Condition[] = [
      ["n", "<=", 12],
      ["shape", "=", "spiral"],
      ["fold", "=", true],
    ];
    expect(holds({ state, data: [["lostShare", "<", 0.01]] }, now)).toBe(true);
    expect(holds({ state, data: [["lostShare", ">", 0.01]] }, now)).toBe(false);
    expect(holds({ state: [...state, ["n", "<", 12]] }, now)).toBe(false);
  });
});

/** What a lesson's predictions and tasks may ask of a figure, checked and computed as the build does. */
import { describe, expect, it } from "vitest";
import { checkConditions, curveOf, scaleOf, truthOf, type NumberSpec } from "@/components/words/truth.ts";

const target = { figure: "relu-collapse", initial: { n: 2, seed: 3 } };
const law: NumberSpec = { figure: "spiral", state: { n: 3 }, value: "law", min: 0, max: 1 };

describe("the truth of a prediction", () => {
  it("is what the figure computes in that state", async () => {
    expect(await truthOf(target, law)).toBe(0.5);
    expect(await truthOf(target, { ...law, state: {} })).toBe(0.75);
    expect(await truthOf(target, { ...law, value: "spread.seeds", max: 200 })).toBe(100);
  });
  it("is one number a point of a curve", async () => {
    const curve = { ...law, over: "n", from: 1, to: 5 };
    expect(await curveOf(target, curve)).toEqual({ xs: [1, 2, 3, 4, 5], truth: [1, 0.75, 0.5, 5 / 16, 6 / 32] });
  });
  it.each<readonly [Partial<NumberSpec>, string]>([
    [{ value: "lawe" }, 'no "lawe" in the figure\'s data; did you mean "law"?'],
    [{ value: "T" }, "a prediction needs a number"],
    [{ state: { m: 3 } }, 'has no control "m"'],
    [{ state: { n: 99 } }, "n cannot be 99 here"],
    [{ max: 0.4 }, "outside min 0 to max 0.4"],
  ])("stops at %j", async (wrong, fault) => {
    await expect(truthOf(target, { ...law, ...wrong })).rejects.toThrow(fault);
  });
  it("needs a scale that can be drawn and points that can be guessed", async () => {
    expect(() => scaleOf({ ...law, scale: "log" })).toThrow("a scale of kind log needs a min above 0");
    expect(() => scaleOf({ ...law, min: 1 })).toThrow("min 1 is not below max 1");
    await expect(curveOf(target, { ...law, over: "n", from: 1, to: 64 })).rejects.toThrow("makes 64 points");
  });
});

describe("a task's conditions", () => {
  it("may ask for what is not so at the start", () =>
    expect(checkConditions(target, { state: [["n", "<=", 12]], data: [["lostShare", "<", 0.01]] })).resolves.toBe(
      undefined,
    ));
  it.each([
    [{ state: [["m", "<", 3]] }, 'no control "m"'],
    [{ data: [["lostshare", "<", 3]] }, 'did you mean "lostShare"?'],
    [{ state: [["n", "<<", 3]] }, '"<<" is no operator; there are: < <= = >= > !='],
    [{ state: [["n", "=", 2]] }, "all conditions hold already in the first state"],
    [{}, "done needs conditions"],
  ])("stop the build at %j", async (conditions, fault) => {
    await expect(checkConditions(target, conditions as never)).rejects.toThrow(fault);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AnyState,
  camera,
  choice,
  type Control,
  drawing,
  image,
  made,
  pick,
  press,
  seed,
  slider,
  toggle,
} from "@/figures/shell/contract.ts";
import {
  fromText,
  initialState,
  linkParts,
  readState,
  sameButView,
  settle,
  shorten,
  toText,
  unpressed,
} from "@/figures/shell/state.ts";

/** One of every kind, with a bound that depends on another control. */
const controls = {
  n: slider({ min: 1, max: 64, step: 1, initial: 2 }),
  share: slider({ min: 0, max: 1, step: 0.05, initial: 0.5 }),
  seed: seed(7),
  activation: choice(["relu", "none"], { initial: "relu" }),
  folded: toggle(false),
  curve: drawing("curve"),
  file: image(),
  step: pick({ initial: "input", options: ["input", "expand"] }),
  c: pick({ initial: 0, min: 0, max: (state: AnyState) => Number(state["n"]) - 1 }),
  camera: camera("10_20_100"),
  measure: press(),
  cells: made({ initial: "", pattern: /^\d(?: \d)*$/, examples: ["1 2"] }),
};
const base = initialState(controls);
const ids = Object.keys(controls) as (keyof typeof controls)[];
const read = (texts: Record<string, string>) => readState(controls, base, new Map(Object.entries(texts)));

/** What holds of a value of each kind, whatever text it came from. */
function isValid(control: Control, value: unknown, state: AnyState): boolean {
  switch (control.kind) {
    case "slider":
      return typeof value === "number" && value >= Number(control.min) && value <= Number(control.max);
    case "seed":
      return Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 32;
    case "choice":
      return control.options.includes(value as string);
    case "switch":
      return typeof value === "boolean";
    case "drawing":
      return typeof value === "string" && (value.match(/\d+/g) ?? []).every((part) => Number(part) <= 1000);
    case "press":
      return value === 0;
    case "image":
    case "file":
      return value === null;
    case "pick":
      return control.options
        ? control.options.includes(value as string)
        : Number.isInteger(value) && Number(value) >= 0 && Number(value) < Number(state["n"]);
    case "made":
      return value === "" || control.pattern.test(String(value));
    case "camera":
      return /^-?\d+_-?\d+_\d+$/.test(String(value));
  }
}

describe("reading a state from a link", () => {
  test("any texts give a valid state, and every one not taken is reported", () => {
    const hostile = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.double().map(String),
      fc.integer().map(String),
      fc.constantFrom(
        "NaN",
        "Infinity",
        "-0",
        "1e3",
        "0x10",
        " 5",
        "5 ",
        "<script>",
        "__proto__",
        "9999,9999 1,1",
        "1,1 2,2;",
        "",
      ),
      fc.constant("x".repeat(10_000)),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...ids), hostile), (texts) => {
        const { state, refused } = read(texts);
        for (const id of ids) {
          expect(
            isValid(controls[id], state[id], state),
            `${id} = ${String(state[id])} from ${String(texts[id])}`,
          ).toBe(true);
          expect(Object.is(state[id], -0)).toBe(false);
        }
        const told = new Set(refused.map(({ control }) => control));
        for (const id of ids) {
          if (told.has(id)) expect(texts[id]).toBeDefined();
          else if (texts[id] === undefined)
            expect([base[id], settle(controls, { ...base, n: state["n"] })[id]]).toContain(state[id]);
        }
        for (const { found } of refused) expect(found.length).toBeLessThanOrEqual(41);
      }),
      { numRuns: 1000 },
    );
  });

  test("each refusal, by name", () => {
    const refused = (texts: Record<string, string>) => read(texts).refused.map(({ control }) => control);
    expect(refused({ n: "65", share: "0.07", seed: "4294967296", activation: "tanh", folded: "yes" })).toEqual([
      "n",
      "share",
      "seed",
      "activation",
      "folded",
    ]);
    expect(refused({ n: "0x10" })).toEqual(["n"]);
    expect(refused({ n: "1e1" })).toEqual(["n"]);
    expect(refused({ curve: "1001,0 5,5" })).toEqual(["curve"]);
    expect(refused({ curve: "0,1000 5,5" })).toEqual([]);
    expect(refused({ curve: Array(20_000).fill("1,1").join(" ") })).toEqual(["curve"]);
    expect(refused({ file: "/etc/passwd", step: "project", camera: "0_90" })).toEqual(["file", "step", "camera"]);
    expect(refused({ unknown: "1" })).toEqual([]);
  });

  test("a value past a bound that depends on another control is refused, in whatever order they stand", () => {
    expect(read({ n: "3", c: "2" }).state).toMatchObject({ n: 3, c: 2 });
    expect(read({ c: "2", n: "3" }).state).toMatchObject({ n: 3, c: 2 });
    expect(read({ n: "3", c: "3" }).refused).toEqual([{ control: "c", found: "3" }]);
  });

  test("a bound may depend on a control that comes later; what a later value pushes aside is refused too", () => {
    const early = {
      row: pick({ initial: 0, min: 0, max: (state: AnyState) => Number(state["rows"]) - 1 }),
      rows: slider({ min: 1, max: 9, step: 1, initial: 3 }),
    };
    const readEarly = (texts: Record<string, string>) =>
      readState(early, initialState(early), new Map(Object.entries(texts)));
    expect(readEarly({ row: "7", rows: "9" })).toMatchObject({ state: { row: 7, rows: 9 }, refused: [] });
    expect(readEarly({ row: "2", rows: "1" })).toMatchObject({
      state: { row: 0, rows: 1 },
      refused: [{ control: "row", found: "2" }],
    });
  });

  test("what is shown of a refused text is short and has no control characters", () => {
    expect(shorten("x".repeat(10_000))).toBe(`${"x".repeat(40)}…`);
    expect(shorten("a\u0000\r\nb")).toBe("a b");
  });
});

describe("settling", () => {
  test("moves a dependent value inside its new bound and nothing else", () => {
    expect(settle(controls, { ...base, n: 2, c: 9 })).toEqual({ ...base, n: 2, c: 1 });
  });
  test("does nothing the second time", () => {
    fc.assert(
      fc.property(fc.integer({ min: -9, max: 99 }), fc.integer({ min: -9, max: 99 }), (n, c) => {
        const once = settle(controls, { ...base, n, c });
        expect(settle(controls, once)).toEqual(once);
      }),
    );
  });
});

test("every value reads back from its own text", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 64 }),
      fc.integer({ min: 0, max: 20 }),
      fc.boolean(),
      (n, twentieths, folded) => {
        const state: AnyState = { ...base, n, share: twentieths / 20, folded, c: n - 1, step: "expand" };
        for (const id of ids) {
          if (id !== "measure" && id !== "file")
            expect(fromText(controls[id], toText(controls[id], state[id]), state), id).toEqual(state[id]);
        }
      },
    ),
  );
});

test("link parts: what differs in the query, what readers made in the fragment, files nowhere", () => {
  const state = { ...base, n: 5, curve: "1,2 3,4", cells: "1 2", file: { name: "x" } };
  const { query, fragment } = linkParts(controls, state, base);
  expect([...query]).toEqual([["n", "5"]]);
  expect([...fragment]).toEqual([
    ["curve", "1,2 3,4"],
    ["cells", "1 2"],
  ]);
  expect([...linkParts(controls, base, null).query.keys()]).toEqual(
    ids.filter((id) => id !== "curve" && id !== "cells" && id !== "measure" && id !== "file"),
  );
});

test("a turned camera alone is the same state but for the view", () => {
  expect(sameButView(controls, base, { ...base, camera: "0_0_100" })).toBe(true);
  expect(sameButView(controls, base, { ...base, camera: "0_0_100", n: 3 })).toBe(false);
});

describe("a press", () => {
  const shown = { ...base, measure: 3 };
  test("is in no link, and no link can press", () => {
    const { query, fragment } = linkParts(controls, { ...base, measure: 4 }, null);
    expect([...query.keys(), ...fragment.keys()]).not.toContain("measure");
    expect(read({ measure: "1" })).toMatchObject({ state: { measure: 0 }, refused: [{ control: "measure" }] });
  });
  test("that was cancelled has not happened: the last one that ended stays, if it was about the same", () => {
    expect(unpressed(controls, { ...shown, measure: 4 }, shown)).toEqual(shown);
    expect(unpressed(controls, { ...shown, n: 5, measure: 4 }, shown)).toEqual({ ...base, n: 5, measure: 0 });
  });
});

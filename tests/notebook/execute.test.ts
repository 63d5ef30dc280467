import { describe, expect, it } from "vitest";
import { assemble, CodeError, importsOf, placeInStack, placeOf, prepare } from "@/notebook/prepare.ts";
import { BOUNDS, readView, type View } from "@/notebook/views.ts";
import { textOf, toView } from "@/notebook/worker/to-view.ts";
import { runHeadless } from "./headless.ts";

const views = async (text: string): Promise<View[]> =>
  (await runHeadless([{ id: "a", text }])).flatMap((message) => (message.type === "view" ? [message.view] : []));
const faultOf = async (text: string) => {
  const last = (await runHeadless([{ id: "a", text }])).at(-1);
  return last?.type === "fault" ? last.fault : undefined;
};

describe("a cell", () => {
  it("shows what it prints, what it is asked to show and what it exports, in this order", async () => {
    const shown = await views("export const n: number = 3;\nconsole.log('a', n);\nshow([[1, 2], [3, 4]], 'm');");
    expect(shown).toEqual([
      { kind: "text", text: "a 3" },
      { kind: "matrix", rows: [[1, 2], [3, 4]], label: "m" },
      { kind: "text", text: "3", label: "n" },
    ]); // prettier-ignore
  });
  it("shows an exported value once, if it was shown before, and no exported function", async () => {
    expect(await views("export const m = [[1]];\nshow(m);\nexport function f() {}")).toHaveLength(1);
  });
  it("takes what the cells before it export, and shows nothing of theirs", async () => {
    const first = { id: "one", text: "console.log('quiet');\nexport const n = 20;" };
    const second = { id: "two", text: 'import { n } from "./one.ts";\nshow(n + 1);' };
    expect(await runHeadless([first, second])).toEqual([{ type: "view", view: { kind: "text", text: "21" } }]);
  });
  it("takes the reference kernels", async () => {
    const text =
      'import { relu6 } from "@kernels/ops/relu6.ts";\nshow(relu6({ shape: [1, 1, 2], data: Float32Array.of(-1, 7) }));';
    expect(await views(text)).toEqual([{ kind: "tensor", shape: [1, 1, 2], data: Float32Array.of(0, 6) }]);
  });
  it.each([
    ['import x from "https://example.org/a.js";\nx();', "import", "https://example.org/a.js"],
    ['await import("https://example.org/a.js");', "import", "https://example.org/a.js"],
    ['import { f } from "./later.ts";\nf();', "import", "./later.ts"],
    ["const f = (): number => f() + 1;\nf();", "recursion", "RangeError: Maximum call stack size exceeded"],
    ["throw 7;", "threw", "7"],
    ["throw { toString() { throw 1; } };", "threw", "{ toString: ƒ toString }"],
    ["new ArrayBuffer(2 ** 53);", "memory", "RangeError: Invalid array buffer length"],
  ])("%s is told as “%s”", async (text, code, said) => {
    expect(await faultOf(text)).toMatchObject({ cell: "a", code, text: said });
  });
  it("stops showing after so many results", async () => {
    const messages = await runHeadless([{ id: "a", text: "for (let i = 0; i < 1000; i++) show(i);" }]);
    expect(messages).toHaveLength(BOUNDS.views + 1);
    expect(messages.at(-1)).toEqual({ type: "cut" });
  });
});

describe("prepare", () => {
  it("keeps every line where it was", () => {
    const text = 'import type { A } from "./a.ts";\n\ninterface B {\n  a: A;\n}\nexport const b: B | null = null;';
    expect(prepare(text).split("\n")).toHaveLength(6);
    expect(prepare(text).split("\n")[5]).toContain("b = null");
  });
  it("tells the line of what is no TypeScript", () => {
    expect(() => prepare("const a = 1;\nconst = 2;")).toThrow(CodeError);
    try {
      prepare("const a = 1;\nconst = 2;");
    } catch (error) {
      expect(error).toMatchObject({ line: 2, message: "Unexpected token" });
    }
  });
  it("finds the cells that a code imports, each once", () => {
    expect(importsOf('import { a } from "./one.ts";\nimport "./two.ts";\nexport { b } from "./one.ts";\nimport { c } from "@kernels/x.ts"')).toEqual(["one", "two"]); // prettier-ignore
  });
  it("finds a cell's line in the script and in stacks of both kinds", () => {
    const { places } = assemble([{ id: "one", code: "a\nb" }, { id: "two", code: "c\nd\ne" }], "runtime"); // prettier-ignore
    expect(placeOf(places, 2)).toEqual({ id: "one", line: 2 });
    expect(placeOf(places, 3)).toEqual({ id: "two", line: 1 });
    expect(placeOf(places, 9)).toBeUndefined();
    const chromium =
      "Error: x\n    at k (blob:null/ab-1:99:7)\n    at f (blob:null/ab-1:5:7)\n    at blob:null/ab-1:3:1";
    expect(placeInStack(places, chromium)).toEqual({ id: "two", line: 3 });
    expect(placeInStack(places, "k@blob:null/ab-1:99:7\nf@blob:null/ab-1:2:7\n")).toEqual({ id: "one", line: 2 });
  });
});

describe("views", () => {
  it("tell tables, pictures, tensors and charts apart", () => {
    expect(toView([{ n: 1, share: null }, { n: 2 }])).toMatchObject({
      kind: "table",
      columns: ["n", "share"],
      total: 2,
    });
    expect(toView({ width: 1, height: 1, grey: [7] })).toMatchObject({ kind: "picture", rgba: Uint8ClampedArray.of(7, 7, 7, 255) }); // prettier-ignore
    expect(toView({ shape: [1, 1, 1], data: [0.5] })).toMatchObject({ kind: "tensor" });
    expect(toView({ plot: [{ mark: "dot", data: [{ a: 1 }], x: "a", href: "a" }] })).toMatchObject({
      kind: "plot",
      spec: { marks: [{ mark: "dot", channels: { x: "a" } }] },
    });
    expect(textOf({ a: [1, { b: { c: { d: 1 } } }], f: () => 0 })).toBe("{ a: [1, { b: {…} }], f: ƒ f }");
  });
  it("of our own making are all believed", () => {
    const values = [1, "a", [[1, 2]], [{ a: 1 }], { shape: [1, 1, 1], data: [1] }, { width: 1, height: 1, grey: [1] }];
    for (const value of values) expect(readView(toView(value, "x"))).toEqual(toView(value, "x"));
  });
  it.each([
    [{ kind: "html", html: "<b>" }],
    [{ kind: "tensor", shape: [2, 2, 2], data: Float32Array.of(1) }],
    [{ kind: "tensor", shape: [-1, 2, 2], data: new Float32Array(0) }],
    [{ kind: "picture", width: 1e6, height: 1e6, rgba: new Uint8ClampedArray(4) }],
    [{ kind: "table", columns: ["a"], rows: [[{}]], total: 1 }],
    [{ kind: "matrix", rows: [["<img>"]] }],
    [{ kind: "plot", spec: { marks: [{ mark: "image", data: [], channels: {} }] } }],
    ["text"],
    [null],
  ])("forged, such as %o, are not read", (forged) => expect(readView(forged)).toBeUndefined());
});

import { compile } from "@mdx-js/mdx";
import { describe, expect, it } from "vitest";
import { measure, type Measured } from "../../src/lessons/remark.ts";
import { checkVocabulary, type MdxNode } from "../../src/lessons/vocabulary.ts";

const known = {
  terms: ["pointwise", "depthwise"],
  papers: ["mobilenet-v2"],
  facts: ["mobilenet-v2.madds"],
  figures: ["relu-collapse"],
  cells: ["03-x/01-y/heads", "03-x/02-z/tails"],
  exercises: ["03-x/01-y/relu6"],
};
const build = (value: string) =>
  compile(
    { value, path: "/site/content/03-x/01-y/en.mdx", cwd: "/site" },
    { jsx: true, remarkPlugins: [[checkVocabulary, known]] },
  );
const faultOf = (text: string): Promise<string> =>
  build(text).then(
    () => "no fault",
    (error: unknown) => (error as Error).message,
  );

describe("a lesson's vocabulary", () => {
  it("passes what exists, and tells each component its place", async () => {
    const text = `A <Term id="pointwise">1×1</Term>, <Fact of="mobilenet-v2.madds" />\n\n<Figure of="relu-collapse">x</Figure>`;
    const code = String(await build(text));
    expect(code).toContain('<Term id="pointwise" at="content/03-x/01-y/en.mdx:1">');
    expect(code).toContain('<Figure of="relu-collapse" id="relu-collapse" at="content/03-x/01-y/en.mdx:3">');
  });
  it.each([
    [
      '<Term id="pointwize">x</Term>',
      '<Term id="pointwize"> is not in content/glossary.json; did you mean "pointwise"?',
    ],
    ['<Cite paper="resnet" />', '<Cite paper="resnet"> is not in content/sources.json'],
    ['<Fact of="mobilenet-v2.params" />', '<Fact of="mobilenet-v2.params"> is not in kernels/facts/published.json'],
    ['<Figure of="relu" />', '<Figure of="relu"> is not in a folder in src/figures/'],
    ['<Cell from="haeds" />', '<Cell from="haeds"> is not in cells/ beside the lesson; did you mean "heads"?'],
    ['<Cell from="tails" />', '<Cell from="tails"> is not in cells/ beside the lesson'],
    ["<Figur />", '<Figur> is no word of a lesson; did you mean "Figure"?'],
    ["<Term>x</Term>", '<Term> needs id="…" as plain text'],
    ['<Check id="One" questions={[]} />', '<Check id="…"> must be lower-case-with-hyphens'],
    ['<Show figure="law" set={{ n: 3 }}>x</Show>', '<Show>: no figure here has the id "law"'],
    ['<Part figure="relu" is="lost">x</Part>', '<Part>: no figure here has the id "relu"'],
    ['<Predict id="p" ask="?" number={{ figure: "spira" }} />', '<Predict>: no figure here has the id "spira"'],
    ['<Predict id="p" ask="?" curve={{ over: "n" }} />', '<Predict curve={{ figure: "…" }}> names no figure'],
    ['<TryThis id="t" done={{ figure: name() }}>x</TryThis>', '<TryThis done={{ figure: "…" }}> names no figure'],
    ['<TryThis done={{ figure: "spiral" }}>x</TryThis>', '<TryThis> needs id="…" as plain text'],
    ['import x from "./x.ts"', "a lesson imports and exports nothing"],
  ])("stops at %s with file and line", async (line, fault) => {
    expect(await faultOf(`First line.\n\n${line}`)).toContain(`content/03-x/01-y/en.mdx:3: ${fault}`);
  });
  it("tells a cell the folder that its file stands in", async () => {
    expect(String(await build('<Cell from="heads" />'))).toContain('<Cell from="heads" lesson="03-x/01-y"');
  });
  it("hands words that speak to a figure what that figure is and how it begins", async () => {
    const figure = `<Figure of="relu-collapse" id="spiral" initial={{ n: 2, bias: -0.5, shape: "circle" }}>x</Figure>`;
    const code = String(await build(`${figure}\n\nSee <Show figure="spiral" set={{ n: 3 }}>it</Show>.`));
    const target = { figure: "relu-collapse", initial: { n: 2, bias: -0.5, shape: "circle" } };
    expect(code.replaceAll("&quot;", '"').replaceAll("'", '"')).toContain(`target="${JSON.stringify(target)}"`);
  });
  it("names the nearest figure of the page", async () => {
    const fault = await faultOf(
      `<Figure of="relu-collapse" id="spiral">x</Figure>\n\nA <Part figure="spirl" is="a">b</Part>`,
    );
    expect(fault).toContain(':3: <Part>: no figure here has the id "spirl"; did you mean "spiral"?');
  });
  it("stops at an id that stands twice, and tells where the first is", async () => {
    const fault = await faultOf(`<Predict id="one" ask="?" choices={[]} />\n\n<Figure of="relu-collapse" id="one" />`);
    expect(fault).toContain(':3: <Figure id="one"> stands twice; the first is in line 1');
  });
  it("tells all faults of a file at once", async () => {
    const fault = await faultOf('<Term id="a">x</Term>\n\n<Cite paper="b" />');
    expect(fault.split("\n")).toHaveLength(2);
  });
});

describe("what a lesson's text tells the page", () => {
  const measured = (children: MdxNode[]): Measured => {
    const frontmatter = {};
    measure()({ type: "root", children }, { data: { astro: { frontmatter } } });
    return frontmatter as Measured;
  };
  const figure: MdxNode = {
    type: "mdxJsxFlowElement",
    name: "Figure",
    attributes: [{ type: "mdxJsxAttribute", name: "of", value: "relu-collapse" }],
  };
  it("takes 200 words a minute and a minute a figure", () => {
    expect(measured([{ type: "text", value: "word ".repeat(401) }, figure])).toEqual({
      minutes: 4,
      math: false,
      cells: false,
      questions: 0,
      tasks: 0,
      figure: "relu-collapse",
    });
  });
  it("sees live cells", () => {
    expect(measured([{ type: "mdxJsxFlowElement", name: "Cell" }]).cells).toBe(true);
  });
  it("sees formulas in the text and in questions", () => {
    expect(measured([{ type: "inlineMath", value: "x" }]).math).toBe(true);
    const ask = { type: "mdxJsxAttribute", name: "ask", value: "Is $x > 0$?" };
    expect(measured([{ type: "mdxJsxFlowElement", name: "Predict", attributes: [ask] }]).math).toBe(true);
  });
});

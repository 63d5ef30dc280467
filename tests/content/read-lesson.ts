import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseFrontmatter } from "@astrojs/markdown-remark";
import { evaluate } from "@mdx-js/mdx";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";

const CONTENT = fileURLToPath(new URL("../../content/", import.meta.url));

/** The words that a lesson may use besides Markdown; the page hands them in. */
export const VOCABULARY = [
  "Aside",
  "Cell",
  "Check",
  "Cite",
  "Exercise",
  "Fact",
  "Figure",
  "Part",
  "Predict",
  "Show",
  "Term",
  "TryThis",
] as const;
export type Word = (typeof VOCABULARY)[number];

interface Element {
  readonly type: unknown;
  readonly props: Readonly<Record<string, unknown>>;
}
export interface Use {
  readonly name: Word;
  readonly props: Readonly<Record<string, unknown>>;
}
export interface Lesson {
  /** Path below content/, e.g. "03-what-relu-destroys/03-the-law/en.mdx". */
  readonly path: string;
  readonly chapter: string;
  readonly slug: string;
  readonly language: string;
  readonly front: Readonly<Record<string, unknown>>;
  readonly source: string;
  /** Each use of the vocabulary, in order. */
  readonly uses: readonly Use[];
  /** The words of the prose: not of questions, choices, formulas, code or tables. */
  readonly prose: string;
}

const named = (folder: string): string => folder.replace(/^\d+-/, "");
const isElement = (node: unknown): node is Element => typeof node === "object" && node !== null && "props" in node;

/** All lessons, each run with a vocabulary that only writes down how it was used. */
export async function readLessons(): Promise<Lesson[]> {
  const paths = readdirSync(CONTENT, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".mdx"))
    .sort();
  return Promise.all(paths.map(readLesson));
}

async function readLesson(path: string): Promise<Lesson> {
  const { frontmatter, content } = parseFrontmatter(readFileSync(CONTENT + path, "utf8"));
  const make = (type: unknown, props: Element["props"]): Element => ({ type, props });
  const module = await evaluate(content, {
    Fragment: "fragment",
    jsx: make,
    jsxs: make,
    remarkPlugins: [remarkGfm, remarkMath],
  });
  const components = Object.fromEntries(VOCABULARY.map((name) => [name, name]));
  const uses: Use[] = [];
  const prose: string[] = [];
  walk((module.default as (props: object) => unknown)({ components }), uses, prose);
  const [chapter = "", lesson = "", file = ""] = path.split("/");
  return {
    path,
    chapter: named(chapter),
    slug: named(lesson),
    language: file.replace(/\.mdx$/, ""),
    front: frontmatter,
    source: content,
    uses,
    prose: prose.join(" "),
  };
}

function walk(node: unknown, uses: Use[], prose: string[]): void {
  if (typeof node === "string") prose.push(node);
  else if (Array.isArray(node)) for (const child of node) walk(child, uses, prose);
  else if (isElement(node)) {
    const { type, props } = node;
    // MDX wraps its elements in a layout function; run it, the tree is below.
    if (typeof type === "function") walk((type as (props: object) => unknown)(props), uses, prose);
    else {
      const word = VOCABULARY.find((name) => name === type);
      if (word) uses.push({ name: word, props });
      if (type !== "code" && type !== "table") walk(props["children"], uses, prose);
    }
  }
}

/** The small remark plugins of a lesson besides the vocabulary check. */
import { bracket } from "../i18n/translator.ts";
import { literal } from "./literal.ts";
import { attributeOf, walk, type MdxNode } from "./vocabulary.ts";

interface AstroFile {
  readonly data: { readonly astro?: { readonly frontmatter?: Record<string, unknown> } };
}
/** What the page learns of a lesson from its text. */
export interface Measured {
  readonly minutes: number;
  /** Whether it has formulas, so that only such pages load their faces. */
  readonly math: boolean;
  /** Whether it has live cells, so that only such pages link their sheet. */
  readonly cells: boolean;
  /** Questions of its check, and tasks whose completion the page notices. */
  readonly questions: number;
  readonly tasks: number;
  /** Its first figure, for the preview picture. */
  readonly figure: string | undefined;
}

const WORDS_A_MINUTE = 200;
const MINUTES_A_FIGURE = 1;

export function measure() {
  return (tree: MdxNode, file: AstroFile): void => {
    let words = 0;
    const figures: string[] = [];
    let math = false;
    let cells = false;
    let questions = 0;
    let tasks = 0;
    for (const node of walk(tree)) {
      if (node.type === "text") words += node.value?.split(/\s+/).filter(Boolean).length ?? 0;
      if (node.name === "Figure") figures.push(String(attributeOf(node, "of")));
      if (node.name === "Check") questions += (literal(attributeOf(node, "questions")) as unknown[]).length;
      if (node.name === "Exercise") tasks++;
      if (node.name === "TryThis" && attributeOf(node, "done") !== undefined) tasks++;
      cells ||= node.name === "Cell" || node.name === "Exercise";
      math ||= node.type === "math" || node.type === "inlineMath" || hasFormula(node);
    }
    const minutes = Math.ceil(words / WORDS_A_MINUTE + figures.length * MINUTES_A_FIGURE);
    const measured: Measured = { minutes, math, cells, questions, tasks, figure: figures[0] };
    Object.assign(file.data.astro?.frontmatter ?? {}, measured);
  };
}

/** A `$…$` in the text of a question. */
const hasFormula = (node: MdxNode): boolean =>
  (node.name === "Predict" || node.name === "Check") &&
  (node.attributes ?? []).some(({ value }) =>
    /\$[^$]+\$/.test(typeof value === "string" ? value : ((value as { value?: string } | undefined)?.value ?? "")),
  );

/** A table that is wider than a phone scrolls, so the keyboard must reach it. */
export function reachTables() {
  return (tree: MdxNode): void => {
    for (const node of walk(tree)) if (node.type === "table") node.data = { hProperties: { tabIndex: 0 } };
  };
}

interface Element {
  readonly children?: unknown[];
  readonly properties?: { className?: unknown; tabIndex?: unknown };
}
/** A displayed formula scrolls on a phone as well; runs after KaTeX, on elements. */
export function reachFormulas() {
  const reach = (node: Element): void => {
    const { properties, children = [] } = node;
    if (Array.isArray(properties?.className) && properties.className.includes("katex-display")) properties.tabIndex = 0;
    for (const child of children) reach(child as Element);
  };
  return reach;
}

/** For the pseudo-locale: brackets every run of text, as the translator does with every string. */
export function bracketText() {
  return (tree: MdxNode): void => {
    for (const node of walk(tree)) if (node.type === "text" && node.value?.trim()) node.value = bracket(node.value);
  };
}

/**
 * Checks what a lesson's MDX asks for, at build: every component, term, paper, fact and figure must exist, and no id
 * may stand twice. A remark plugin, because only the syntax tree knows the line. It also hands each element its place
 * (`at="file:line"`), so that a component which finds fault later can name it too.
 */
import { literal } from "./literal.ts";
import { nearest } from "./nearest.ts";

export interface Known {
  readonly terms: readonly string[];
  readonly papers: readonly string[];
  readonly facts: readonly string[];
  readonly figures: readonly string[];
  /** Files of live cells, as "chapter folder/lesson folder/id". */
  readonly cells: readonly string[];
  /** Folders of exercises, written the same way. */
  readonly exercises: readonly string[];
}

interface Attribute {
  type: string;
  name?: string;
  value?: unknown;
}
/** The little that we need of an MDX syntax tree's node. */
export interface MdxNode {
  type: string;
  name?: string | null;
  value?: string;
  attributes?: Attribute[];
  children?: MdxNode[];
  /** What the plugins after this one are told of a node, such as attributes for its element. */
  data?: { hProperties?: object | undefined } | undefined;
  position?: { start: { line: number } };
}
interface SourceFile {
  readonly path?: string;
  readonly cwd?: string;
}

/** What authors may write, with the attribute that names something and the shelf where it must stand. */
const REFERENCES: Readonly<Record<string, { attribute: string; shelf?: keyof Known; place?: string }>> = {
  Figure: { attribute: "of", shelf: "figures", place: "a folder in src/figures/" },
  Term: { attribute: "id", shelf: "terms", place: "content/glossary.json" },
  Fact: { attribute: "of", shelf: "facts", place: "kernels/facts/published.json" },
  Cite: { attribute: "paper", shelf: "papers", place: "content/sources.json" },
  Predict: { attribute: "id" },
  Check: { attribute: "id" },
  Cell: { attribute: "from", shelf: "cells", place: "cells/ beside the lesson" },
  Exercise: { attribute: "from", shelf: "exercises", place: "exercises/ beside the lesson" },
  TryThis: { attribute: "id" },
  Show: { attribute: "figure" },
  Part: { attribute: "figure" },
};
const VOCABULARY = [...Object.keys(REFERENCES), "Aside"];
/** These have an id of their own on the page; a figure's is also its name in links. */
const INSTANCES = ["Figure", "Predict", "Check", "TryThis", "Cell", "Exercise"];
/** These name a file in their lesson's own folder. */
const OWN = ["Cell", "Exercise"];
/** Words that speak to a figure of the page: the attribute that names it, itself or in its member `figure`. */
const SPEAKERS: Readonly<Record<string, readonly string[]>> = {
  Show: ["figure"],
  Part: ["figure"],
  Predict: ["number", "curve"],
  TryThis: ["done"],
};

/** A figure of the lesson that a word speaks to; handed to the word as JSON in `target`. */
export interface Target {
  readonly figure: string;
  readonly initial: Readonly<Record<string, unknown>>;
}

export function* walk(node: MdxNode): Generator<MdxNode> {
  yield node;
  for (const child of node.children ?? []) yield* walk(child);
}

/** An attribute written as plain text; expressions come as objects. */
export const attributeOf = (node: MdxNode, name: string): unknown =>
  node.attributes?.find((attribute) => attribute.type === "mdxJsxAttribute" && attribute.name === name)?.value;

/** "chapter folder/lesson folder" of a lesson's file. */
const folderOf = (path: string): string => path.split("/").slice(-3, -1).join("/");

function complaint(node: MdxNode, known: Known, seen: Map<string, number>, folder: string): string | undefined {
  if (node.type === "mdxjsEsm") return "a lesson imports and exports nothing: the page hands it its components";
  const name = node.name ?? "";
  if (!node.type.startsWith("mdxJsx") || !/^[A-Z]/.test(name)) return undefined;
  if (!VOCABULARY.includes(name)) return `<${name}> is no word of a lesson${nearest(name, VOCABULARY)}`;
  const rule = REFERENCES[name];
  if (!rule) return undefined;
  const value = attributeOf(node, rule.attribute);
  if (name === "TryThis" && value === undefined && attributeOf(node, "done") === undefined) return undefined;
  if (typeof value !== "string" || value === "") return `<${name}> needs ${rule.attribute}="…" as plain text`;
  const shelf = rule.shelf && known[rule.shelf];
  const own = OWN.includes(name) ? `${folder}/` : "";
  if (shelf && !shelf.includes(own + value)) {
    const there = shelf.filter((entry) => entry.startsWith(own)).map((entry) => entry.slice(own.length));
    return `<${name} ${rule.attribute}="${value}"> is not in ${rule.place}${nearest(value, there)}`;
  }
  if (own !== "") setAttribute(node, "lesson", folder);
  if (!INSTANCES.includes(name)) return undefined;
  const id = attributeOf(node, "id") ?? value;
  if (typeof id !== "string" || !/^[a-z][a-z0-9-]*$/.test(id))
    return `<${name} id="…"> must be lower-case-with-hyphens`;
  const first = seen.get(id);
  if (first !== undefined) return `<${name} id="${id}"> stands twice; the first is in line ${first}`;
  seen.set(id, node.position?.start.line ?? 0);
  if (name === "Figure" && attributeOf(node, "id") === undefined) setAttribute(node, "id", id);
  return undefined;
}

function setAttribute(node: MdxNode, name: string, value: string): void {
  node.attributes = [...(node.attributes ?? []), { type: "mdxJsxAttribute", name, value }];
}

/** The figures of a lesson by the names of their instances. */
function targetsOf(tree: MdxNode): ReadonlyMap<string, Target> {
  const targets = new Map<string, Target>();
  for (const node of walk(tree)) {
    if (node.name !== "Figure") continue;
    const figure = String(attributeOf(node, "of"));
    const initial = (literal(attributeOf(node, "initial")) ?? {}) as Target["initial"];
    const id = attributeOf(node, "id");
    targets.set(typeof id === "string" ? id : figure, { figure, initial });
  }
  return targets;
}

/** Finds the figure that a word speaks to and hands it on; what the figure has, only its component can tell. */
function aim(node: MdxNode, targets: ReadonlyMap<string, Target>): string | undefined {
  const name = node.name ?? "";
  const attribute = SPEAKERS[name]?.find((one) => attributeOf(node, one) !== undefined);
  if (attribute === undefined) return undefined;
  const value = literal(attributeOf(node, attribute));
  const instance = typeof value === "object" ? (value as { figure?: unknown } | null)?.figure : value;
  if (typeof instance !== "string") return `<${name} ${attribute}={{ figure: "…" }}> names no figure as plain text`;
  const target = targets.get(instance);
  const names = [...targets.keys()];
  if (!target) return `<${name}>: no figure here has the id "${instance}"${nearest(instance, names)}`;
  setAttribute(node, "target", JSON.stringify(target));
  return undefined;
}

/** The remark plugin. All faults of a file are told at once. */
export function checkVocabulary(known: Known) {
  return (tree: MdxNode, file: SourceFile): void => {
    const path = (file.path ?? "lesson").replace(`${file.cwd ?? ""}/`, "");
    const seen = new Map<string, number>();
    const targets = targetsOf(tree);
    const faults: string[] = [];
    for (const node of walk(tree)) {
      const at = `${path}:${node.position?.start.line ?? "?"}`;
      const fault = complaint(node, known, seen, folderOf(path)) ?? aim(node, targets);
      if (fault) faults.push(`${at}: ${fault}`);
      else if (VOCABULARY.includes(node.name ?? "")) setAttribute(node, "at", at);
    }
    if (faults.length > 0) throw new Error(faults.join("\n"));
  };
}

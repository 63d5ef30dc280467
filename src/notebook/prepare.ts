/** From a cell's TypeScript to the script that the sandbox runs. Line numbers stay the reader's own. */
import { transform } from "sucrase";

/** More than any cell needs; what is larger is neither run nor kept. */
export const LONGEST = 100_000;

/** Code that cannot be read: where, and what the parser said. */
export class CodeError extends Error {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

/** The ids of the cells of this page that a code imports: `from "./heads.ts"`. */
export const importsOf = (text: string): string[] => [
  ...new Set([...text.matchAll(/\b(?:from|import)\s*\(?\s*["']\.\/([a-z0-9-]+)\.ts["']/g)].map(([, id = ""]) => id)),
];

/**
 * Types stripped, imports and exports turned into `require` and `exports`, dynamic imports too: whatever a cell asks
 * for comes by our `require` or not at all. Every line stays where it was.
 *
 * @throws {CodeError} if it is no TypeScript
 */
export function prepare(text: string): string {
  try {
    return transform(text, {
      transforms: ["typescript", "imports"],
      disableESTransforms: true,
      production: true,
    }).code;
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number } };
    throw new CodeError(
      message.replace(/^Error transforming [^:]*: /, "").replace(/ \(\d+:\d+\)$/, ""),
      loc?.line ?? 1,
    );
  }
}

export interface Assembled {
  readonly script: string;
  /** Which lines of the script are a cell's: its line 1 is line `first` of the script. */
  readonly places: readonly { readonly id: string; readonly first: number; readonly last: number }[];
}

/** One classic script: the cells as functions, in order, and behind them the runtime with the kernels. */
export function assemble(
  cells: readonly { readonly id: string; readonly code: string }[],
  runtime: string,
  entry = "startCells(cells)",
): Assembled {
  let script = "const cells=[";
  const places: Assembled["places"][number][] = [];
  let line = 1;
  for (const { id, code } of cells) {
    const lines = code.split("\n").length;
    places.push({ id, first: line, last: line + lines - 1 });
    script += `{id:${JSON.stringify(id)},run:async(require,exports,show,console)=>{${code}\n}},`;
    line += lines;
  }
  return { script: `${script}];${runtime}\n;${entry};`, places };
}

/** The cell and its line that a line of the script belongs to. */
export function placeOf(places: Assembled["places"], line: number): { id: string; line: number } | undefined {
  const place = places.find(({ first, last }) => line >= first && line <= last);
  return place && { id: place.id, line: line - place.first + 1 };
}

/** The first line of the reader's code in a stack, as Chromium, Firefox and Safari write it. */
export function placeInStack(places: Assembled["places"], stack: string): { id: string; line: number } | undefined {
  for (const [, line] of stack.matchAll(/blob:[^\s)]*?:(\d+):\d+/g)) {
    const place = placeOf(places, Number(line));
    if (place) return place;
  }
  return undefined;
}

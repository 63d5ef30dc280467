/**
 * Runs a cell after the cells that it imports. The same function runs in the sandbox's worker and, headless, in tests.
 * It knows no DOM and no page: what a cell does comes out as plain messages.
 */
import { BOUNDS, type View } from "../views.ts";
import type { Verdict } from "./judge.ts";
import type { NetworkAnswer } from "./network.ts";
import { textOf, toView } from "./to-view.ts";

/** A cell's code as `prepare` makes it: a function whose parameters are all that the cell gets from us. */
export type CellFunction = (
  require: (specifier: string) => unknown,
  exports: Record<string, unknown>,
  show: (value: unknown, label?: string) => void,
  console: object,
) => Promise<void>;
export interface Runnable {
  readonly id: string;
  readonly run: CellFunction;
}
export type Modules = Readonly<Record<string, object>>;

/** Why a cell stopped; the page has the sentence for each code. */
export interface Fault {
  readonly cell: string;
  /** "import": asked for a module that it may not have; "refused": for something that the sandbox lacks. */
  readonly code: "import" | "refused" | "recursion" | "memory" | "threw" | "spoilt" | "absent";
  /** What was thrown, or the name of what was asked for. */
  readonly text: string;
  /** The stack, from which the page reads the line. */
  readonly stack: string;
}
export type Message =
  | { readonly type: "view"; readonly view: View }
  | { readonly type: "fault"; readonly fault: Fault }
  | { readonly type: "cut" }
  | { readonly type: "verdict"; readonly verdict: Verdict }
  | { readonly type: "network"; readonly answer: NetworkAnswer };

/** Thrown by what we put in place of things that a cell may not have. */
export class Refusal extends Error {
  constructor(
    readonly code: "import" | "refused" | "memory" | "absent",
    readonly what: string,
  ) {
    super(what);
  }
}

export function faultOf(cell: string, error: unknown): Fault {
  const stack = error instanceof Error && typeof error.stack === "string" ? error.stack : "";
  if (error instanceof Refusal) return { cell, code: error.code, text: error.what, stack };
  const text = textOf(error).slice(0, 2000);
  if (/call stack|too much recursion/i.test(text)) return { cell, code: "recursion", text, stack };
  const isMemory = /allocation failed|out of memory|invalid (typed )?array (buffer )?length|array size/i.test(text);
  return { cell, code: isMemory ? "memory" : "threw", text, stack };
}

/** The console of a cell: what is printed is shown; what is only asked for by debuggers does nothing. */
function consoleFor(show: (value: unknown, label?: string) => void): object {
  const print = (...values: unknown[]): void => {
    if (values.length === 1) show(values[0]);
    else show(values.map((value) => textOf(value)).join(" "));
  };
  const names = ["log", "info", "warn", "error", "debug", "table", "dir"];
  return Object.fromEntries(names.map((name) => [name, print]));
}

/**
 * Runs the last of `cells`; those before it are what it needs, and show nothing. Resolves when all is done,
 * with what the last one exports, or with nothing when one has failed.
 */
export async function execute(
  cells: readonly Runnable[],
  kernels: Modules,
  emit: (message: Message) => void,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  let last: Record<string, unknown> = {};
  const modules = new Map<string, object>(Object.entries(kernels));
  const require = (specifier: unknown): unknown => {
    const found = modules.get(String(specifier));
    if (!found) throw new Refusal("import", textOf(specifier).slice(0, 200));
    return found;
  };
  let at = 0;
  for (const { id, run } of cells) {
    const isLast = ++at === cells.length;
    const shown = new Set<unknown>();
    let views = 0;
    const show = (value: unknown, label?: string): void => {
      if (!isLast || views > BOUNDS.views) return;
      if (typeof value === "object" && value !== null) shown.add(value);
      if (label !== undefined) shown.add(`label ${label}`);
      emit(views++ === BOUNDS.views ? { type: "cut" } : { type: "view", view: toView(value, label) });
    };
    const exports: Record<string, unknown> = {};
    try {
      await run(require, exports, show, consoleFor(show));
    } catch (error) {
      emit({ type: "fault", fault: faultOf(id, error) });
      return undefined;
    }
    last = exports;
    modules.set(`./${id}.ts`, exports);
    for (const [name, value] of Object.entries(exports)) {
      if (typeof value !== "function" && !shown.has(value) && !shown.has(`label ${name}`)) show(value, name);
    }
  }
  return last;
}

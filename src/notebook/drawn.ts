/**
 * Build time only: runs a lesson's cell as a reader's worker does, and draws what it shows with the page's own renderer.
 * A run's time is left out, and so is what needs a canvas: words stand in its place.
 */
import { parseHTML } from "linkedom";
import type { FormatNumber } from "@/i18n/numbers.ts";
import type { Translate } from "@/i18n/translator.ts";
import { importsOf, prepare } from "./prepare.ts";
import { drawIn, withAttributes } from "./render/make.ts";
import { makeRenderer } from "./render/view.ts";
import { sourceOf } from "./sources.ts";
import type { View } from "./views.ts";
import { type CellFunction, execute, type Message, type Modules, type Runnable } from "./worker/execute.ts";

const kernels = import.meta.glob<object>(["../../kernels/**/*.ts", "!../../kernels/**/*.simd.ts"]);

const AsyncFunction = (async () => Promise.resolve()).constructor as new (...args: string[]) => CellFunction;

/** The ids of what a cell needs, itself last. `textOf` reads a cell of its lesson. */
export function needsOf(id: string, textOf: (id: string) => string): string[] {
  return [...new Set([...importsOf(textOf(id)).flatMap((other) => needsOf(other, textOf)), id])];
}

/** The kernels that these codes ask for, and no others. */
async function modulesFor(texts: readonly string[]): Promise<Modules> {
  const asked = texts.flatMap((text) => [...text.matchAll(/from "(@kernels\/[^"]+)"/g)].map(([, path = ""]) => path));
  const pairs = [...new Set(asked)].map(async (path) => {
    const module = await kernels[path.replace("@kernels/", "../../kernels/")]?.();
    return module ? [[path, module] as const] : [];
  });
  return Object.fromEntries((await Promise.all(pairs)).flat());
}

/**
 * What our code of a cell shows.
 *
 * @throws {Error} if it fails or shows nothing: no reader shall meet such a cell
 */
export async function viewsOf(id: string, textOf: (id: string) => string): Promise<View[]> {
  const cells = needsOf(id, textOf).map((one) => ({ id: one, text: textOf(one) }));
  const ready = cells.map(({ id, text }): Runnable => ({
    id,
    run: new AsyncFunction("require", "exports", "show", "console", prepare(text)),
  }));
  const messages: Message[] = [];
  await execute(ready, await modulesFor(cells.map(({ text }) => text)), (message) => messages.push(message));
  for (const message of messages) {
    if (message.type === "fault") throw new Error(`cell ${id}: ${message.fault.code} in ${message.fault.cell}: ${message.fault.text}`); // prettier-ignore
  }
  const views = messages.flatMap((message) => (message.type === "view" ? [message.view] : []));
  if (views.length === 0) throw new Error(`cell ${id} shows nothing`);
  return views;
}

/** The views as HTML. A tensor of many channels brings its values, which its slider needs once the cell is awake. */
export async function drawViews(views: readonly View[], tr: Translate, num: FormatNumber): Promise<string> {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const later: Promise<void>[] = [];
  const render = makeRenderer(tr, num);
  const items = views.map((view) => {
    const item = drawIn(document, () => render(view, (drawn) => later.push(drawn)));
    if (view.kind !== "tensor" || view.shape[2] === 1) return item;
    return withAttributes(item, { "data-view": JSON.stringify({ ...view, data: Array.from(view.data) }) });
  });
  await Promise.all(later);
  return items.map((item) => item.outerHTML).join("");
}

/** The result of a lesson's cell as HTML, and the cells that it came of. */
export async function drawCell(
  lesson: string,
  id: string,
  { tr, num }: { readonly tr: Translate; readonly num: FormatNumber },
): Promise<{ readonly html: string; readonly needs: readonly string[] }> {
  const textOf = (one: string): string => sourceOf(`${lesson}/cells/${one}.ts`);
  return { html: await drawViews(await viewsOf(id, textOf), tr, num), needs: needsOf(id, textOf) };
}

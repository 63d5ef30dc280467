/** Build time only: computes a figure's first state and draws its picture, with the very code that the page runs. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { source } from "@/i18n/locales.ts";
import { makeMemo } from "@/workers/task.ts";
import type { AnyState, Panel, Task, Words } from "./contract.ts";
import { type Figure, loadCompute, loadFigure, loadStrings } from "./registry.ts";
import { initialState, settle } from "./state.ts";
import { makeWords } from "./words.ts";

const memo = makeMemo();

/** Files below public/, read from disk. */
export const buildTask: Task = {
  signal: new AbortController().signal,
  progress: () => Promise.resolve(),
  memo,
  async asset(path) {
    const bytes = await readFile(join(process.cwd(), "public", path));
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  },
};

export interface ComputedFigure {
  readonly figure: Figure;
  readonly state: AnyState;
  readonly data: unknown;
}
export interface RenderedFigure extends ComputedFigure, Words {
  readonly panels: readonly Panel[];
  readonly sentence: string;
}

/**
 * A figure and its state, without anything computed.
 *
 * @throws {RangeError} if the figure does not exist or `initial` names a control or a value that it does not have
 */
export async function figureIn(id: string, initial: AnyState = {}): Promise<Omit<ComputedFigure, "data">> {
  const figure = await loadFigure(id);
  for (const [control, value] of Object.entries(initial)) {
    const known = figure.controls[control];
    if (!known) {
      throw new RangeError(
        `figure "${id}" has no control "${control}"; it has: ${Object.keys(figure.controls).join(", ")}`,
      );
    }
    if (known.kind === "choice" && !known.options.includes(value as string)) {
      throw new RangeError(`figure "${id}": ${control} is one of ${known.options.join(", ")}, not "${String(value)}"`);
    }
  }
  const wanted = initialState(figure.controls, initial);
  const state = settle(figure.controls, wanted);
  // What `initial` leaves open follows what it names: a pick moves into its bounds.
  const off = Object.keys(initial).find((control) => wanted[control] !== state[control]);
  if (off)
    throw new RangeError(
      `figure "${id}": ${off} cannot be ${String(wanted[off])} here; its bound is ${String(state[off])}`,
    );
  return { figure, state };
}

/** The data of a figure in one state. */
export async function computeFigure(id: string, initial: AnyState = {}): Promise<ComputedFigure> {
  const { figure, state } = await figureIn(id, initial);
  const compute = await loadCompute(id);
  const assets = compute.load ? await compute.load(state, buildTask) : undefined;
  return { figure, state, data: await compute.compute(state, assets, buildTask) };
}

/** Renders a figure in one state. */
export async function renderFigure(
  id: string,
  { initial = {}, locale = "en", uid = id }: { initial?: AnyState; locale?: string; uid?: string } = {},
): Promise<RenderedFigure> {
  const { figure, state, data } = await computeFigure(id, initial);
  const words = makeWords(await loadStrings(id, source(locale)), locale);
  const context = { ...words, state, uid };
  return {
    ...words,
    figure,
    state,
    data,
    panels: await figure.picture(data, context as never),
    sentence: figure.describe(data, context as never),
  };
}

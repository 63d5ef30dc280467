/**
 * The cells of a page as one notebook: who imports whom, what has become stale, and how a cell runs. A run starts from
 * nothing: the cells that a cell imports run before it in the same fresh worker, so no run can spoil another.
 */
import { assemble, importsOf, prepare, type Assembled } from "./prepare.ts";
import { Sandbox, type Heard, type Run } from "./sandbox.ts";

/** What the notebook knows of each cell, awake or not. */
export interface Member {
  readonly id: string;
  text(): string;
  /** Told when this or another cell's code has changed. */
  refresh(): void;
  /** Whether a result stands below it. */
  readonly hasResult: boolean;
  run(): Promise<void>;
}

export class Notebook {
  readonly #sandbox: Sandbox;
  readonly #runtimeAt: string;
  #runtime: Promise<string> | undefined;
  readonly #members = new Map<string, Member>();

  constructor({ frame, runtime }: { readonly frame: string; readonly runtime: string }) {
    this.#sandbox = new Sandbox(frame);
    this.#runtimeAt = runtime;
  }

  add(member: Member): void {
    this.#members.set(member.id, member);
  }

  /** Cells of the page in order: those awake by their member, those that are being woken by their listing. */
  #cells(): { readonly id: string; readonly text: string }[] {
    return [...document.querySelectorAll<HTMLElement>("inverted-cell[data-cell]")].map((element) => {
      const id = element.dataset["cell"] ?? "";
      return { id, text: this.#members.get(id)?.text() ?? element.querySelector("pre[data-code]")?.textContent ?? "" };
    });
  }

  /** What must run for a cell: the earlier cells that it needs, in order, and itself with this text. */
  chain(id: string, text: string): { readonly id: string; readonly text: string }[] {
    const cells = this.#cells();
    const own = cells.findIndex((cell) => cell.id === id);
    const earlier = own < 0 ? cells : cells.slice(0, own);
    const needed = new Set(importsOf(text));
    // From the last to the first: a cell imports only cells above it.
    for (const cell of earlier.toReversed())
      if (needed.has(cell.id)) for (const one of importsOf(cell.text)) needed.add(one);
    return [...earlier.filter((cell) => needed.has(cell.id)), { id, text }];
  }

  changed(): void {
    for (const member of this.#members.values()) member.refresh();
  }

  /** Runs again whatever shows a result and needs this cell. */
  async rerunAfter(id: string): Promise<void> {
    for (const member of this.#inOrder()) {
      const needs = this.chain(member.id, member.text()).slice(0, -1);
      if (member.hasResult && needs.some((cell) => cell.id === id)) await member.run();
    }
  }

  #inOrder(): Member[] {
    return this.#cells().flatMap(({ id }) => this.#members.get(id) ?? []);
  }

  /** All cells of the page, in order. */
  async runAll(): Promise<void> {
    for (const member of this.#inOrder()) await member.run();
  }

  /**
   * Starts a script made of a chain. Rejects if the runtime cannot be loaded.
   *
   * @throws {CodeError} if a cell cannot be read; `cell` says which
   */
  async start(
    chain: readonly { readonly id: string; readonly text: string }[],
    { limitMs, heard, entry, input }: StartOptions,
  ): Promise<{ readonly run: Run; readonly places: Assembled["places"] }> {
    const prepared = chain.map(({ id, text }) => {
      try {
        return { id, code: prepare(text) };
      } catch (error) {
        throw Object.assign(error as Error, { cell: id });
      }
    });
    this.#runtime ??= fetch(this.#runtimeAt).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.text();
    });
    const runtime = await this.#runtime.catch((error: unknown) => {
      this.#runtime = undefined;
      throw error;
    });
    const { script, places } = assemble(prepared, runtime, entry);
    return { run: this.#sandbox.run(script, { limitMs, heard, input }), places };
  }
}

interface StartOptions {
  readonly limitMs: number;
  readonly heard: Heard;
  /** The call that starts the runtime; `cells` is in reach. */
  readonly entry?: string | undefined;
  /** Handed to the runtime with its port. */
  readonly input?: unknown;
}

let page: Notebook | undefined;
/** The page's one notebook. */
export const notebookOf = (element: HTMLElement): Notebook =>
  (page ??= new Notebook({ frame: element.dataset["frame"] ?? "", runtime: element.dataset["runtime"] ?? "" }));

/**
 * The live part of a figure: holds its state, computes on the page or in the worker, drops stale answers, draws,
 * speaks, and keeps the address in step. One instance a figure on the page. Longer than other files, since all of it
 * shares one private state; what does not need that stands beside it.
 */
import type { Translate } from "@/i18n/translator.ts";
import { CancelledError } from "@/workers/client.ts";
import type { EngineNote } from "@/workers/figures-answer.ts";
import type { AnyState, DrawContext, Mounted, MountHost, OpenedFile } from "./contract.ts";
import { dataFor } from "./data-for.ts";
import { failureReason, failureWords, missesModule } from "./failure-words.ts";
import { FileTrial } from "./file-trial.ts";
import { followedFiles, followFiles, shareFiles } from "./shared-files.ts";
import { bindInputs, type Inputs } from "./inputs.ts";
import { bodiesOf, layPanels, showPanels, showTitles } from "./live-panels.ts";
import { readAddress, writeAddress } from "./live-address.ts";
import { onceAFrame } from "./once-a-frame.ts";
import { dimOthers } from "./parts.ts";
import { onDecimals, onTheme, reducedMotion, theme } from "./page.ts";
import { ProgressBox } from "./progress-box.ts";
import type { Figure } from "./registry.ts";
import { reloadIfReachable } from "./reload.ts";
import { initialState, readState, sameButView, settle, unpressed } from "./state.ts";
import { bindTools, showBack, tellAddress } from "./tools.ts";
import { DRAWN_EVENT, type Drawn, LENT_EVENT } from "./events.ts";

/** Each opened file has a number of its own. */
let opens = 0;
/** A dragged control rests this long before the address follows (and the live sentence is spoken). */
const REST_MS = 250;

export interface LiveWords extends Pick<DrawContext<AnyState>, "tr" | "num"> {
  /** The shell's own strings. */
  readonly shell: Translate;
}

export class LiveFigure {
  readonly root: HTMLElement;
  readonly figure: Figure;
  readonly words: LiveWords;
  readonly instance: string;
  readonly uid: string;
  readonly base: AnyState;
  state: AnyState;
  data: unknown;
  /** The state whose data are shown. */
  #shown: AnyState;
  /** What the engine did for the data shown. */
  engine: EngineNote | null = null;
  readonly #trial = new FileTrial();
  #mounted: Mounted<AnyState, unknown> | undefined;
  #mounting: Promise<Mounted<never, unknown>> | undefined;
  #inputs: Inputs | undefined;
  #run: AbortController | undefined;
  /** The reader's own state while a lesson's words show another. */
  #own: AnyState | undefined;
  #hasFailed = false;
  #missesModule = false;
  readonly #pace = onceAFrame(() => void this.compute());
  #rest: ReturnType<typeof setTimeout> | undefined;
  #themeRuns: (() => void)[] = [];
  /** Ends what listens to the page beyond the figure's own element. */
  #listening = new AbortController();
  /** Whether a mount has been undone, so that the next one needs the build's picture again. */
  #isBare = false;

  constructor(root: HTMLElement, figure: Figure, words: LiveWords) {
    this.root = root;
    this.figure = figure;
    this.words = words;
    this.instance = root.dataset["instance"] ?? "";
    this.uid = this.instance || figure.id;
    this.base = initialState(figure.controls, JSON.parse(root.dataset["initial"] ?? "{}") as AnyState);
    this.state = this.base;
    this.#shown = this.base;
  }

  part(selector: string): HTMLElement {
    return this.root.querySelector<HTMLElement>(selector) as HTMLElement;
  }

  async start(): Promise<void> {
    this.#inputs = bindInputs(this);
    // What the reader did before this script was there counts; then the address, if it says more.
    this.state = settle(this.figure.controls, {
      ...this.base,
      ...followedFiles(this.figure.controls),
      ...this.#inputs.read(),
    });
    this.#readAddress(false);
    bindTools(this);
    this.#listen();
    this.#inputs.show(this.state);
    await this.compute();
    this.root.dataset["live"] = "";
  }

  #listen(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const readAgain = (): void => {
      this.#readAddress(true);
    };
    const print = (): void => {
      tellAddress(this);
    };
    window.addEventListener("popstate", readAgain, { signal });
    window.addEventListener("beforeprint", print, { signal });
    followFiles(this, signal);
    onDecimals(() => {
      this.schedule();
    }, signal);
    onTheme(() => {
      for (const run of this.#themeRuns) run();
    }, signal);
  }

  /** Lets go of everything outside the element, which has left the page: worker, stage, observers, listeners. */
  sleep(): void {
    this.#listening.abort();
    this.#run?.abort();
    this.#run = undefined;
    clearTimeout(this.#rest);
    this.#unmount();
  }

  /** The element is back: the figure draws its state again. */
  async resume(): Promise<void> {
    if (!this.#listening.signal.aborted) return;
    this.#listen();
    await this.compute();
  }

  #unmount(): void {
    this.#mounted?.dispose();
    this.#isBare ||= this.#mounted !== undefined;
    this.#mounted = undefined;
    this.#themeRuns = [];
  }

  /** Takes the state from the address; what is refused falls back and is told. */
  #readAddress(again: boolean): void {
    const from = { start: again ? this.base : this.state, now: this.state };
    const { state, words } = readAddress(this.figure, this.instance, from, this.words.shell);
    this.state = state;
    if (words !== "") this.message(words);
    if (!again) return;
    this.#inputs?.show(state);
    this.schedule();
  }

  /** Changes the state; controls, address and picture follow. */
  set(patch: AnyState, { push = false }: { push?: boolean } = {}): void {
    const more = this.figure.follow?.(patch as never, this.state as never) ?? {};
    this.#become(settle(this.figure.controls, { ...this.state, ...patch, ...more }), push);
  }

  #become(next: AnyState, push = false): void {
    if (Object.keys(next).every((key) => Object.is(next[key], this.state[key]))) return;
    const pushes =
      push ||
      Object.entries(this.figure.controls).some(
        ([key, control]) => control.kind === "pick" && control.push && next[key] !== this.state[key],
      );
    const turned = this.#mounted !== undefined && sameButView(this.figure.controls, next, this.state);
    this.state = next;
    this.#inputs?.show(next);
    if (!turned) this.message("");
    clearTimeout(this.#rest);
    if (pushes) this.#writeAddress(true);
    else
      this.#rest = setTimeout(() => {
        this.#writeAddress(false);
      }, REST_MS);
    // Looking from elsewhere computes nothing and says nothing; a run under way draws with the newest view.
    if (turned) this.#mounted?.update(this.data, next);
    else this.schedule();
  }

  /** Shows another state at a lesson's word: the first one with these changes, as texts of a link. */
  show(texts: Readonly<Record<string, string>>): void {
    this.#own ??= this.state;
    this.set(readState(this.figure.controls, this.base, new Map(Object.entries(texts))).state);
    this.#tellLent();
  }

  /** Gives the reader's own state back. */
  back(): void {
    if (this.#own) this.set(this.#own);
    this.#own = undefined;
    this.#tellLent();
  }

  #tellLent(): void {
    showBack(this, this.#own !== undefined);
    this.root.dispatchEvent(new CustomEvent(LENT_EVENT, { bubbles: true, detail: this.#own !== undefined }));
  }

  /**
   * Opens a file on trial, and with it other values, as texts of a link: if the figure cannot compute with it, the state
   * before comes back.
   */
  open(id: string, file: Omit<OpenedFile, "id">, texts: Readonly<Record<string, string>> = {}): void {
    const before = this.state;
    const { change } = readState(this.figure.controls, before, new Map(Object.entries(texts)));
    const opened: OpenedFile = { ...file, id: ++opens };
    this.set({ ...change, [id]: opened });
    this.#trial.begin(id, opened, before);
  }

  /** Puts back what a refused file changed; whether there was one. */
  #refuse(computed: AnyState, reason: string): boolean {
    const trial = this.#trial.end(computed);
    if (!trial) return false;
    this.root.dataset["status"] = this.data === undefined ? "static" : "ready";
    this.#become(trial.before);
    this.message(this.words.shell("message.refusedFile", { name: trial.file.name, reason }));
    return true;
  }

  reset(): void {
    this.#own = undefined;
    this.#tellLent();
    this.set(this.base);
    this.part(".figure-message").hidden = true;
  }

  #writeAddress(push: boolean): void {
    writeAddress(this.figure, this.instance, this, push);
  }

  /** Computes once a frame, however often it is asked. */
  schedule(): void {
    this.#pace();
  }

  async compute(): Promise<void> {
    this.#run?.abort();
    const run = new AbortController();
    this.#run = run;
    const { state } = this;
    this.#hasFailed ||= this.root.dataset["status"] === "failed";
    this.root.dataset["status"] = "busy";
    const progress = new ProgressBox(this.part(".figure-progress"));
    try {
      const { data, engine, restarted } = await dataFor(this.figure, state, {
        base: this.root.dataset["base"] ?? "/",
        signal: run.signal,
        progress: (fraction) => {
          if (this.#run === run) progress.tell(fraction);
        },
        // The front page wakes its figure by itself: the engine comes with the reader's first change.
        plain: this.data === undefined && this.root.hasAttribute("data-eager"),
      });
      if (this.#run !== run) return;
      this.data = data;
      this.#shown = state;
      this.engine = engine;
      await this.#draw(data, state, run);
      if (this.#run !== run) return;
      this.root.dataset["status"] = "ready";
      this.root.dispatchEvent(new CustomEvent<Drawn>(DRAWN_EVENT, { bubbles: true, detail: { state, data } }));
      this.#trial.end(state);
      shareFiles(this, state);
      // What had failed is well again; any other message stays until the next change.
      if (this.#hasFailed) this.message("");
      this.#hasFailed = false;
      if (restarted) this.message(this.words.shell("message.restarted"));
    } catch (error) {
      if (this.#run !== run) return;
      this.state = unpressed(this.figure.controls, this.state, this.#shown);
      if (error instanceof CancelledError || run.signal.aborted) {
        this.root.dataset["status"] = this.data === undefined ? "static" : "ready";
        this.#refuse(state, "");
        this.message(this.words.shell("message.cancelled"));
      } else if (!this.#refuse(state, failureReason(error, this.words.shell))) {
        this.root.dataset["status"] = "failed";
        this.#missesModule = missesModule(error);
        this.message(failureWords(error, this.words.shell), true);
      }
    } finally {
      progress.end(this.#run !== run);
    }
  }

  /** Tries again what failed, at the reader's word. */
  async retry(): Promise<void> {
    await this.compute();
    if (this.root.dataset["status"] === "failed" && this.#missesModule) await reloadIfReachable();
  }

  /** Ends the run under way, at the reader's word. */
  cancel(): void {
    this.#run?.abort();
  }

  context(): DrawContext<AnyState> {
    return {
      tr: this.words.tr,
      num: this.words.num,
      state: this.state,
      uid: this.uid,
      engine: this.engine,
    };
  }

  async #draw(data: unknown, computed: AnyState, run: AbortController): Promise<void> {
    if (this.figure.mount && !this.#mounted) {
      // Mounting may load more; a change meanwhile waits for the same mount, and a failed one may be tried again.
      this.#mounting ??= this.#mount(data).finally(() => {
        this.#mounting = undefined;
      });
      this.#mounted = (await this.#mounting) as Mounted<AnyState, unknown>;
      if (this.#listening.signal.aborted) this.#unmount();
      if (this.#run !== run) return;
    }
    // The reader may have turned the view while the run was under way.
    const state = sameButView(this.figure.controls, computed, this.state) ? this.state : computed;
    const context = { ...this.context(), state };
    try {
      if (this.#mounted) this.#mounted.update(data, state);
      else showPanels(this.root, await this.figure.picture(data, context as never), this.uid);
    } catch (error) {
      // Half an update is no picture: the next try mounts afresh.
      this.#unmount();
      throw error;
    }
    dimOthers(this.root);
    if (this.figure.underlay) this.#inputs?.underlay(this.figure.underlay(data));
    this.#describe(this.figure.describe(data, context as never));
    const hidden = new Set(this.figure.hides?.(state as never) ?? []);
    for (const control of this.root.querySelectorAll<HTMLElement>("[data-control]")) {
      const hides = hidden.has(control.dataset["control"] ?? "");
      if (control.hidden !== hides) control.hidden = hides;
    }
  }

  async #mount(data: unknown): Promise<Mounted<never, unknown>> {
    if (this.#isBare) showPanels(this.root, await this.figure.picture(data, this.context() as never), this.uid);
    this.#isBare = false;
    return (await this.figure.mount?.(this.#host() as never, data)) as Mounted<never, unknown>;
  }

  /** The live region speaks when it is written, so the same words are not written again. */
  #describe(words: string): void {
    const line = this.part("[data-description]");
    if (line.textContent !== words) line.textContent = words;
  }

  #host(): MountHost<AnyState> {
    return {
      ...this.words,
      root: this.root,
      uid: this.uid,
      panels: bodiesOf(this.root),
      layout: (panels) => {
        layPanels(this.root, panels, this.uid);
        return bodiesOf(this.root);
      },
      titles: (panels) => {
        showTitles(this.root, panels);
      },
      state: () => this.state,
      set: (patch, options) => {
        this.set(patch, options);
      },
      reducedMotion,
      theme,
      onTheme: (run) => {
        this.#themeRuns.push(run);
      },
      say: (text) => {
        this.part("[data-description]").textContent = text;
      },
      fail: (text) => {
        this.message(text);
      },
    };
  }

  /** Says what went wrong or was done, in the figure's own line; empty clears it. */
  message(text: string, retry = false): void {
    const box = this.part(".figure-message");
    if (text === "" && box.hidden) return;
    this.part("[data-message]").textContent = text;
    this.part(".figure-message [data-tool=retry]").hidden = !retry;
    box.hidden = text === "";
  }
}

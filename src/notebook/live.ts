/** A cell that is awake: its editor, its runs, its result, and what its buttons do. */
import { saveText } from "@/figures/shell/save-text.ts";
import type { Translate } from "@/i18n/translator.ts";
import { numbers } from "@/i18n/numbers.ts";
import { isPersistent } from "@/settings/store.ts";
import type { Editor } from "./editor.ts";
import { endWords, type Told } from "./end-words.ts";
import { notebookOf, type Member, type Notebook } from "./notebook.ts";
import { LONGEST } from "./prepare.ts";
import { showDifference } from "./render/difference.ts";
import type { Renderer } from "./render/view.ts";
import type { Run } from "./sandbox.ts";
import { Trial } from "./trial.ts";
import { storeCode } from "./stored.ts";
import { readView } from "./views.ts";

/** After this long a run is stopped. */
export const LIMIT_MS = 5000;

export class LiveCell implements Member {
  readonly id: string;
  readonly #root: HTMLElement;
  readonly #key: string;
  readonly #ours: string;
  readonly #listing: HTMLElement;
  readonly #out: HTMLElement;
  readonly #status: HTMLElement;
  readonly #notebook: Notebook;
  readonly #tr: Translate;
  readonly #render: Renderer;
  readonly #trial: Trial | undefined;
  #editor: Promise<Editor> | undefined;
  #text: () => string;
  #replace: (text: string) => void;
  #run: Run | undefined;
  /** The code of the chain that the result below was made with. */
  #ranWith: string | undefined;
  /** What was said of that result. */
  #told = "";
  #keeping: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement, tr: Translate, render: Renderer) {
    this.#root = root;
    this.#tr = tr;
    this.#render = render;
    this.id = root.id;
    this.#key = root.dataset["key"] ?? "";
    const part = (selector: string): HTMLElement => {
      const found = root.querySelector<HTMLElement>(selector);
      if (!found) throw new Error(`a cell without ${selector}`);
      return found;
    };
    this.#listing = part("pre[data-code]");
    this.#out = part(".cell-out");
    this.#status = part("[role=status]");
    this.#ours = root.dataset["ours"] ?? this.#listing.textContent;
    this.#text = () => this.#listing.textContent;
    this.#replace = (text) => {
      this.#listing.textContent = text;
    };
    this.#notebook = notebookOf(root);
    addEventListener("pagehide", this.#flush);
    // An exercise stands alone: no other cell reads what it exports.
    if (root.dataset["cell"] !== undefined) this.#notebook.add(this);
    else this.#trial = new Trial(root, tr, numbers(root.dataset["locale"] ?? "en", 4));
    if (root.dataset["drawn"] !== undefined) this.#takeDrawn();
    if (root.dataset["own"] !== undefined) this.#say("own");
  }

  /** The result that the build has drawn is this code's, as if it had just run; its tensors' sliders come to life. */
  #takeDrawn(): void {
    this.#ranWith = this.#chainText();
    this.#told = this.#status.textContent;
    for (const item of this.#out.querySelectorAll<HTMLElement>("[data-view]")) {
      const view = JSON.parse(item.dataset["view"] ?? "") as { data: number[] };
      const read = readView({ ...view, data: Float32Array.from(view.data) });
      if (read) item.replaceWith(this.#render(read));
    }
  }

  get hasResult(): boolean {
    return this.#ranWith !== undefined;
  }
  text(): string {
    return this.#text();
  }

  async do(action: string): Promise<void> {
    const text = this.#text();
    switch (action) {
      case "edit":
        (await this.#edit()).focus();
        return;
      case "run":
        await this.run();
        await this.#notebook.rerunAfter(this.id);
        return;
      case "stop":
        this.#run?.stop();
        return;
      case "all":
        await this.#notebook.runAll();
        return;
      case "reset":
        this.#replace(this.#ours);
        this.#changed();
        this.#say("restored");
        return;
      case "compare":
        this.#out.replaceChildren(showDifference(this.#ours, text, this.#tr));
        this.#ranWith = undefined;
        this.#root.dataset["status"] = "idle";
        this.#status.textContent = "";
        return;
      case "copy":
        await this.#copy(text, "copied");
        return;
      case "link":
        await this.#copy(this.#linkWith(text), "linkCopied");
        return;
      case "download":
        saveText(text, "text/typescript", `${this.id}.ts`);
        return;
      case "linked":
        this.#takeLinked();
        return;
      case "others":
        this.#trial?.next();
        await this.run();
        return;
      case "network":
        await this.#runNetwork();
    }
  }

  #say(key: string, values?: Readonly<Record<string, string | number>>): void {
    this.#status.textContent = this.#tr(key, values);
  }

  async #copy(text: string, said: string): Promise<void> {
    const copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    this.#say(copied ? said : "copyFailed");
  }

  #linkWith(text: string): string {
    const url = new URL(location.href);
    url.hash = `#~${new URLSearchParams({ [`${this.id}.code`]: text }).toString()}`;
    return url.href;
  }

  #takeLinked(): void {
    const text = new URLSearchParams(location.hash.slice(2)).get(`${this.id}.code`) ?? "";
    if (text.length > LONGEST) {
      this.#say("tooLong", { n: text.length, most: LONGEST });
      return;
    }
    this.#replace(text);
    this.#notebook.changed();
    this.#say("linked");
  }

  #edit(): Promise<Editor> {
    this.#editor ??= import("./editor.ts").then(({ openEditor }) => {
      const host = document.createElement("div");
      host.className = "cell-editor";
      this.#listing.replaceWith(host);
      const editor = openEditor(host, this.#text(), {
        label: this.#tr("code", { name: this.id }),
        changed: () => {
          this.#changed();
        },
        run: () => void this.do("run"),
      });
      this.#text = editor.text;
      this.#replace = editor.replace;
      return editor;
    });
    return this.#editor;
  }

  #changed(): void {
    this.#notebook.changed();
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(this.#flush, 400);
  }

  /** Writes what is still waiting to be kept. */
  readonly #flush = (): void => {
    if (this.#keeping === undefined) return;
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    this.keep();
  };

  /** Writes the code to the device, if it is the reader's own. */
  keep(): void {
    const text = this.#text();
    if (text.length > LONGEST) this.#say("tooLong", { n: text.length, most: LONGEST });
    else {
      storeCode(this.#key, text === this.#ours ? undefined : text);
      if (!isPersistent()) this.#say("notKept");
    }
  }

  #chainText(): string {
    return JSON.stringify(this.#notebook.chain(this.id, this.#text()));
  }

  refresh(): void {
    if (this.#ranWith === undefined || this.#run) return;
    const isStale = this.#ranWith !== this.#chainText();
    if ((this.#root.dataset["status"] === "stale") === isStale) return;
    this.#root.dataset["status"] = isStale ? "stale" : "done";
    this.#status.textContent = isStale ? this.#tr("stale") : this.#told;
  }

  async #runNetwork(): Promise<void> {
    if (!this.#trial) return;
    this.#root.dataset["status"] = "running";
    this.#status.textContent = this.#tr("network.loading");
    const chain = this.#notebook.chain(this.id, this.#text());
    const told = await this.#trial.runNetwork(this.#notebook, chain, (run) => {
      this.#run = run;
    });
    this.#run = undefined;
    this.#out.replaceChildren(...told.shown);
    this.#finish(told);
  }

  async run(): Promise<void> {
    const text = this.#text();
    this.#flush();
    this.#run?.stop();
    this.#trial?.begin();
    await this.#mark(undefined);
    if (text.length > LONGEST) {
      this.#finish({ text: this.#tr("tooLong", { n: text.length, most: LONGEST }) });
      return;
    }
    this.#root.dataset["status"] = "running";
    this.#say("running");
    const chain = this.#notebook.chain(this.id, text);
    this.#ranWith = JSON.stringify(chain);
    const results = document.createDocumentFragment();
    const drawing: Promise<void>[] = [];
    const began = performance.now();
    let told: Told;
    try {
      const { run, places } = await this.#notebook.start(chain, {
        limitMs: LIMIT_MS,
        entry: this.#trial?.entry,
        heard: {
          other: (message) => {
            const shown = this.#trial?.hear(message);
            if (shown) results.append(shown);
          },
          view: (view) => {
            results.append(this.#render(view, (drawn) => drawing.push(drawn)));
          },
          cut: () => {
            const line = document.createElement("p");
            line.textContent = this.#tr("cut", { n: 200 });
            results.append(line);
          },
        },
      });
      this.#run = run;
      const end = await run.end;
      const ms = Math.max(1, Math.round(performance.now() - began));
      // The old result stays until the new one is whole: nothing below it jumps.
      await Promise.all(drawing);
      // Another run has begun meanwhile: this one's end is old news.
      if (this.#run !== run) return;
      const isQuiet = results.childNodes.length === 0;
      told =
        (end.how === "done" ? this.#trial?.told() : undefined) ??
        endWords(end, { cell: this.id, places, ms, isQuiet, limitMs: LIMIT_MS, tr: this.#tr });
    } catch (error) {
      told = endWords({ how: "threw", error }, { cell: this.id, places: [], ms: 0, isQuiet: true, limitMs: LIMIT_MS, tr: this.#tr }); // prettier-ignore
    }
    this.#run = undefined;
    this.#out.replaceChildren(results);
    this.#finish(told);
    await this.#mark(told.line);
    this.refresh();
  }

  #finish({ text, isFault = true }: Told): void {
    this.#root.dataset["status"] = isFault ? "failed" : "done";
    this.#status.textContent = text;
    this.#told = text;
  }

  async #mark(line: number | undefined): Promise<void> {
    if (this.#editor) (await this.#editor).mark(line);
  }
}

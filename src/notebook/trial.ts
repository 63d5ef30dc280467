/** The trial of an exercise: its seed, its verdict in words and grids, and the network with the reader's function in it. */
import type { FormatNumber } from "@/i18n/numbers.ts";
import type { Translate } from "@/i18n/translator.ts";
import { record } from "@/settings/progress.ts";
import type { Told } from "./end-words.ts";
import { readNetworkAnswer, readVerdict } from "./messages.ts";
import type { Notebook } from "./notebook.ts";
import { make } from "./render/make.ts";
import { drawPixels } from "./render/picture.ts";
import { drawTensor } from "./render/tensor.ts";
import type { Run } from "./sandbox.ts";
import type { Verdict, Wrong } from "./worker/judge.ts";
import type { NetworkAnswer } from "./worker/network.ts";

/** The network runs six times on plain loops. */
const NETWORK_MS = 20_000;

export interface NetworkTold extends Told {
  readonly shown: readonly Node[];
}
interface Sample {
  readonly label: number;
  readonly grey: Uint8Array;
}

export class Trial {
  readonly #root: HTMLElement;
  readonly #tr: Translate;
  readonly #num: FormatNumber;
  readonly #key: string;
  #seed = 1;
  #verdict: Verdict | undefined;
  #network: Promise<{ readonly file: ArrayBuffer; readonly sample: Sample }> | undefined;

  constructor(root: HTMLElement, tr: Translate, num: FormatNumber) {
    this.#root = root;
    this.#tr = tr;
    this.#num = num;
    this.#key = root.dataset["exercise"] ?? "";
  }

  /** The call that starts the trial in the sandbox. */
  get entry(): string {
    return `startTrial(cells, ${JSON.stringify(this.#key)}, ${this.#seed})`;
  }
  next(): void {
    this.#seed++;
  }
  begin(): void {
    this.#verdict = undefined;
  }

  /** The result of a trial, to be put under the cell. */
  hear(message: Readonly<Record<string, unknown>>): HTMLElement | undefined {
    const verdict = message["type"] === "verdict" ? readVerdict(message["verdict"]) : undefined;
    if (!verdict) return undefined;
    this.#verdict = verdict;
    if (!verdict.wrong) this.#passed();
    return verdict.wrong && this.#draw(verdict.wrong);
  }

  #passed(): void {
    const lesson = this.#root.closest<HTMLElement>("[data-lesson]")?.dataset["lesson"];
    if (lesson) record(lesson, { tasks: [this.#root.id] });
    for (const button of this.#root.querySelectorAll<HTMLElement>("[data-do=network]")) button.hidden = false;
  }

  /** The sentence of the last trial. */
  told(): Told | undefined {
    const verdict = this.#verdict;
    if (!verdict) return undefined;
    const { wrong, passed, total, seed } = verdict;
    if (!wrong) return { text: this.#tr("verdict.passed", { total, seed: String(seed) }), isFault: false };
    const times = (shape: readonly number[] = []): string => shape.join(" × ");
    const base = { passed, seed: String(seed) };
    if (wrong.kind === "value" && wrong.at && wrong.found) {
      const [y, x, c] = wrong.at;
      const i = (y * wrong.expected.shape[1] + x) * wrong.expected.shape[2] + c;
      const [wanted, got] = [wrong.expected, wrong.found].map(({ data }) => this.#num(data[i] ?? NaN));
      return { text: this.#tr("verdict.value", { ...base, y, x, c, wanted: wanted ?? "", got: got ?? "" }) };
    }
    if (wrong.kind === "shape") {
      const shapes = { wanted: times(wrong.expected.shape), got: times(wrong.found?.shape) };
      return { text: this.#tr("verdict.shape", { ...base, ...shapes }) };
    }
    return { text: this.#tr("verdict.form", { ...base, text: wrong.text ?? "" }) };
  }

  #draw(wrong: Wrong): HTMLElement {
    const says = wrong.says.map(([name, value]) => `${name} = ${this.#num(value)}`).join(", ");
    const item = make("div", "out-item", make("p", "out-note", this.#tr("verdict.case", { index: wrong.index, says })));
    const mistakes = JSON.parse(this.#root.dataset["mistakes"] ?? "{}") as Record<string, string>;
    const mistake = wrong.mistake !== undefined && Object.hasOwn(mistakes, wrong.mistake) && mistakes[wrong.mistake];
    if (mistake) item.append(make("p", "", this.#tr("verdict.likely", { mistake })));
    const [y, x, c] = wrong.at ?? [0, 0, 0];
    const marked = wrong.at && { y, x, c, word: this.#tr("verdict.here") };
    const part = (name: string, values: Wrong["expected"] | undefined): HTMLElement[] =>
      values
        ? [make("div", "", make("p", "out-label", name), drawTensor(values, { tr: this.#tr, num: this.#num, ...(marked && { marked }) }))] // prettier-ignore
        : [];
    const pair = [
      ...part(this.#tr("verdict.expected"), wrong.expected),
      ...part(this.#tr("verdict.found"), wrong.found),
    ];
    item.append(make("div", "verdict-pair", ...pair));
    return item;
  }

  /** The network's file and its first sample. */
  #load(): Promise<{ readonly file: ArrayBuffer; readonly sample: Sample }> {
    const folder = this.#root.dataset["networks"] ?? "";
    const get = async (name: string): Promise<Response> => {
      const answer = await fetch(folder + name);
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return answer;
    };
    this.#network ??= (async () => {
      const [file, list] = await Promise.all([get("digits.safetensors"), get("digits-samples.json")]);
      const { samples } = (await list.json()) as { samples: { label: number; pixels: string }[] };
      const [first] = samples;
      if (!first) throw new Error("no sample");
      const grey = Uint8Array.from(atob(first.pixels), (sign) => sign.charCodeAt(0));
      return { file: await file.arrayBuffer(), sample: { label: first.label, grey } };
    })();
    this.#network.catch(() => {
      this.#network = undefined;
    });
    return this.#network;
  }

  /** Runs the network with the reader's function; where it is stopped or breaks, ours answers alone. */
  async runNetwork(
    notebook: Notebook,
    chain: readonly { readonly id: string; readonly text: string }[],
    began: (run: Run) => void,
  ): Promise<NetworkTold> {
    let loaded: { readonly file: ArrayBuffer; readonly sample: Sample };
    try {
      loaded = await this.#load();
    } catch {
      return { text: this.#tr("network.asset"), shown: [] };
    }
    const { file, sample } = loaded;
    const input = { file, grey: sample.grey };
    const run = async (name: string, cells: typeof chain): Promise<NetworkAnswer | undefined> => {
      let answer: NetworkAnswer | undefined;
      const entry = `${name}(cells, ${JSON.stringify(this.#key)})`;
      const other = (message: Readonly<Record<string, unknown>>): void => {
        if (message["type"] === "network") answer = readNetworkAnswer(message["answer"]);
      };
      const started = await notebook.start(cells, { limitMs: NETWORK_MS, entry, input, heard: { other } });
      began(started.run);
      await started.run.end;
      return answer;
    };
    const shown = [drawPixels(28, 28, (i) => sample.grey[i] ?? 0, this.#tr("network.sample", { label: String(sample.label) }))]; // prettier-ignore
    const percent = (share: number): string => this.#num(share, { percent: true, decimals: 1 });
    const answer = await run("startNetwork", chain).catch(() => undefined);
    if (!answer) {
      const ours = (await run("startOwnNetwork", []).catch(() => undefined))?.ours;
      if (!ours) return { text: this.#tr("absent"), shown: [] };
      return {
        text: this.#tr("network.stopped", { label: ours.label, probability: percent(ours.probability) }),
        shown,
      };
    }
    const { ours, theirs, layers, why = "" } = answer;
    if (!theirs) {
      return { text: this.#tr("network.fell", { why, label: ours.label, probability: percent(ours.probability) }), shown }; // prettier-ignore
    }
    const words = { label: theirs.label, probability: percent(theirs.probability), ourLabel: ours.label, ourProbability: percent(ours.probability) }; // prettier-ignore
    const times = { ms: this.#num(theirs.ms, { decimals: 1 }), ourMs: this.#num(ours.ms, { decimals: 1 }) };
    return { text: this.#tr("network.theirs", { n: layers, ...words, ...times }), shown, isFault: false };
  }
}

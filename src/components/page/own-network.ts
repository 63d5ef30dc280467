/** The line below a figure about the reader's own network: keeps it on the device, or runs what was kept. */
import type { AnyState, OpenedFile, Trained } from "@/figures/shell/contract.ts";
import type { InvertedFigure } from "@/figures/shell/element.ts";
import { DRAWN_EVENT, type Drawn } from "@/figures/shell/events.ts";
import { canKeep, forgetNetwork, keepNetwork, keptNetwork, type KeptNetwork } from "@/settings/own-network.ts";

/** How an opened network is run; it goes along with the file. */
const RUN_WITH = ["fit", "resolution", "input", "padding"] as const;

interface Line {
  readonly say: (key: string, values?: { readonly name?: string; readonly size?: number }) => void;
  /** The button, by what it will do; without a word it goes. */
  readonly offer: (key?: string) => void;
  readonly button: HTMLButtonElement;
}

function lineOf(box: HTMLElement): Line {
  const words = JSON.parse(box.dataset["words"] ?? "{}") as Readonly<Record<string, string>>;
  const [line, button] = [box.querySelector("p")!, box.querySelector("button")!];
  const megabytes = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  return {
    button,
    say(key, { name = "", size = 0 } = {}) {
      const text = words[key] ?? "";
      line.textContent = text.replace("{name}", () => name).replace("{megabytes}", megabytes.format(size / 1e6));
      box.hidden = false;
    },
    offer(key) {
      button.hidden = key === undefined;
      if (key !== undefined) button.textContent = words[key] ?? "";
    },
  };
}

/** In the laboratory: what is open there can be kept, and what is kept can be forgotten. */
export function startKeeping(box: HTMLElement): void {
  if (!canKeep()) return;
  const line = lineOf(box);
  let open: { readonly file: OpenedFile; readonly state: AnyState } | undefined;
  let kept: KeptNetwork | undefined;
  const isKept = (): boolean => kept !== undefined && kept.name === open?.file.name && kept.size === open.file.size;
  const show = (): void => {
    if (isKept() || (kept && !open)) {
      line.say("kept", kept);
      line.offer("forget");
    } else if (open) {
      line.say("canKeep", open.file);
      line.offer("keep");
    } else box.hidden = true;
  };
  const press = async (): Promise<void> => {
    if (isKept() || !open) {
      await forgetNetwork();
      kept = undefined;
      show();
      return;
    }
    const { file, state } = open;
    const sets = Object.fromEntries(RUN_WITH.map((name) => [name, String(state[name])]));
    const about: KeptNetwork = { name: file.name, size: file.size, fromHub: file.trained !== undefined, sets };
    try {
      await keepNetwork(about, file.file);
      kept = about;
      show();
    } catch {
      line.say("full", file);
    }
  };
  line.button.addEventListener("click", () => void press());
  void keptNetwork().then((found) => {
    kept = found?.about;
    show();
  });
  document.addEventListener(DRAWN_EVENT, (event) => {
    const { state } = (event as CustomEvent<Drawn>).detail;
    if (!("weights" in state) || !(event.target as HTMLElement).querySelector("[data-control=weights]")) return;
    const file = state["weights"] as OpenedFile | null;
    open = file ? { file, state } : undefined;
    show();
  });
}

/** On another page: runs what was kept, at a press. */
export function startKept(box: HTMLElement, figure: InvertedFigure): void {
  const line = lineOf(box);
  const hub = { trained: JSON.parse(box.dataset["trained"] ?? "{}") as Trained };
  let isOpen = false;
  void keptNetwork().then((found) => {
    if (!found) return;
    const { about, file } = found;
    const { name, size, fromHub, sets } = about;
    const show = (): void => {
      line.say(isOpen ? "runs" : "canRun", about);
      line.offer(isOpen ? "close" : "run");
    };
    show();
    line.button.addEventListener("click", () => {
      if (isOpen) {
        void figure.close("weights");
        return;
      }
      file().then(
        (blob) => figure.open("weights", { name, size, file: blob, ...(fromHub ? hub : {}) }, sets),
        () => {
          line.say("gone", about);
          line.offer();
        },
      );
    });
    figure.addEventListener(DRAWN_EVENT, (event) => {
      const now = (event as CustomEvent<Drawn>).detail.state["weights"] !== null;
      if (now === isOpen) return;
      isOpen = now;
      show();
    });
  });
}

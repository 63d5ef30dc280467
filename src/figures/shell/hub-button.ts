/** Beside a file control: a press that fetches a public hub's file, as far as it is, and its end. */
import type { Hub } from "./contract.ts";
import { failureReason, missesModule } from "./failure-words.ts";
import type { LiveFigure } from "./live.ts";

/** The button that fetches a hub's file, how far it is, and the button that ends it; what is returned ends it too. */
export function bindHub(
  live: LiveFigure,
  hub: Hub,
  box: HTMLElement,
  open: (found: { readonly blob: Blob; readonly note: string }) => void,
): () => void {
  const { words } = live;
  const part = (name: string): HTMLElement => box.querySelector(`[data-hub-${name}]`) as HTMLElement;
  const [load, way, line] = [part("load"), part("way"), part("line")];
  const bar = part("bar") as HTMLProgressElement;
  const megabytes = (bytes: number): string => words.num(bytes / 1e6, { decimals: 1 });
  let run: AbortController | undefined;
  /** Without a word: the reader has done something else. */
  const stop = (): void => {
    run?.abort();
    run = undefined;
  };
  const progress = (done: number, all: number): void => {
    bar.value = Math.min(1, done / all);
    const text = words.shell("hub.progress", { done: megabytes(done), all: megabytes(all) });
    if (line.textContent !== text) line.textContent = text;
  };
  const fetchIt = async (mine: AbortController): Promise<void> => {
    const { signal } = mine;
    live.message("");
    bar.removeAttribute("value");
    line.textContent = "";
    load.setAttribute("aria-disabled", "true");
    way.hidden = false;
    try {
      const { fetchHub } = await import("./hub-file.ts");
      const found = await fetchHub(hub, { signal, progress, words });
      if (run === mine && live.root.isConnected) {
        run = undefined;
        open(found);
      }
    } catch (error) {
      if (run === mine)
        live.message(missesModule(error) ? words.shell("message.scripts") : failureReason(error, words.shell));
    } finally {
      if (run === mine) run = undefined;
      if (!run) {
        way.hidden = true;
        load.removeAttribute("aria-disabled");
      }
    }
  };
  load.addEventListener("click", () => {
    if (run) return;
    run = new AbortController();
    void fetchIt(run);
  });
  part("cancel").addEventListener("click", () => {
    run?.abort();
    load.focus();
  });
  return stop;
}

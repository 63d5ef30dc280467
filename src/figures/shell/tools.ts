/** The buttons under a figure: reset, copy link, downloads, full screen, embed. */
import type { Table } from "./contract.ts";
import { computeInWorker } from "@/workers/client.ts";
import type { MadeFile } from "@/workers/figures-answer.ts";
import { toCsv, toJson } from "./export.ts";
import { failureWords } from "./failure-words.ts";
import { stampLink, writeLink } from "./link.ts";
import type { LiveFigure } from "./live.ts";
import { standaloneSvg } from "./panels.ts";
import { saveBlob, saveText } from "./save-text.ts";
import { isOpened, linkParts } from "./state.ts";

export function bindTools(live: LiveFigure): void {
  const actions: Record<string, () => unknown> = {
    reset: () => {
      live.reset();
    },
    back: () => {
      live.back();
    },
    copyLink: () => copyLink(live),
    json: () => {
      saveText(toJson(live.figure.id, live.state, live.data), "application/json", `${live.figure.id}.json`);
    },
    csv: () => {
      const table: Table = live.figure.table(live.data, live.context() as never);
      saveText(toCsv(table), "text/csv", `${live.figure.id}.csv`);
    },
    picture: () => savePicture(live),
    fullScreen: () => (document.fullscreenElement ? document.exitFullscreen() : live.root.requestFullscreen()),
    embed: () => {
      showEmbed(live);
    },
    cancel: () => {
      live.cancel();
    },
    retry: () => live.retry(),
  };
  live.root.addEventListener("click", (event) => {
    const maker = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-file]") : null;
    if (maker) void saveFile(live, maker.dataset["file"] ?? "");
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-tool]") : null;
    const action = button && actions[button.dataset["tool"] ?? ""];
    if (action) void Promise.resolve(action()).catch(() => undefined);
  });
}

/** Puts the button that gives the reader's own state back before the others, or takes it away. */
export function showBack(live: LiveFigure, isLent: boolean): void {
  const tools = live.part(".figure-tools");
  const there = tools.querySelector<HTMLElement>("[data-tool=back]");
  if (!isLent) {
    // The focus must not fall off the page with the button.
    if (there === document.activeElement) tools.querySelector<HTMLElement>("[data-tool=reset]")?.focus();
    there?.remove();
  }
  if (!isLent || there) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tool back";
  button.dataset["tool"] = "back";
  button.textContent = live.words.shell("back");
  tools.prepend(button);
}

/** Writes the figure's whole link under it, for paper. */
export function tellAddress(live: LiveFigure): void {
  live.part("[data-address]").textContent = live.words.shell("linkLine", { address: fullLink(live).href });
}

/** The address of this page with the figure's whole state in it. */
function fullLink(live: LiveFigure): URL {
  const { controls } = live.figure;
  const url = writeLink(
    new URL(location.href),
    live.instance,
    Object.keys(controls),
    linkParts(controls, live.state, null),
  );
  if (live.instance && !url.hash) url.hash = live.instance;
  return stampLink(url);
}

async function copyLink(live: LiveFigure): Promise<void> {
  const { shell } = live.words;
  const url = fullLink(live);
  history.replaceState(history.state, "", url);
  const controls = Object.entries(live.figure.controls);
  const left = controls.some(([id, control]) => isOpened(control) && live.state[id] !== null);
  const isPressed = controls.some(([id, { kind }]) => kind === "press" && live.state[id] !== 0);
  try {
    await navigator.clipboard.writeText(url.href);
    live.message(shell(`message.copied${left ? "NoFile" : isPressed ? "NoPress" : ""}`));
  } catch {
    live.message(shell("message.copyFailed"));
  }
}

/** A file that the figure's compute.ts makes of the state. */
async function saveFile(live: LiveFigure, file: string): Promise<void> {
  try {
    const { data } = await computeInWorker(live.figure.id, live.state, {
      base: live.root.dataset["base"] ?? "/",
      signal: new AbortController().signal,
      progress: () => undefined,
      file,
    });
    const { name, type, bytes } = data as MadeFile;
    saveBlob(new Blob([bytes], { type }), name);
    live.message(live.words.shell("message.fileMade", { name }));
  } catch (error) {
    live.message(failureWords(error, live.words.shell));
  }
}

async function savePicture(live: LiveFigure): Promise<void> {
  const panels = await live.figure.picture(live.data, live.context() as never);
  if (!panels.some(({ svg }) => svg !== undefined)) {
    live.message(live.words.shell("message.noPicture"));
    return;
  }
  const style = getComputedStyle(live.root);
  const palette = new Proxy<Record<string, string>>(
    {},
    {
      get: (_, name) => style.getPropertyValue(`--${String(name)}`).trim() || undefined,
    },
  );
  saveText(standaloneSvg(panels, live.words.tr("title"), palette), "image/svg+xml", `${live.figure.id}.svg`);
}

/** A dialog with the snippet; Esc closes it and focus returns, as of every native dialog. */
function showEmbed(live: LiveFigure): void {
  const { shell } = live.words;
  const { controls } = live.figure;
  const page = new URL(`${live.root.dataset["base"] ?? "/"}figures/${live.figure.id}/`, location.href);
  const url = stampLink(writeLink(page, "", Object.keys(controls), linkParts(controls, live.state, live.base)));
  const height = Math.ceil(live.root.getBoundingClientRect().height);
  const snippet = `<iframe src="${url.href.replaceAll("&", "&amp;")}" title="${live.words.tr("title")}" width="100%" height="${String(height)}" style="border:0" allow="fullscreen; clipboard-write"></iframe>`;
  const dialog = document.createElement("dialog");
  dialog.className = "embed-dialog";
  const title = document.createElement("h2");
  title.textContent = shell("embedTitle");
  title.id = `${live.uid}-embed-title`;
  dialog.setAttribute("aria-labelledby", title.id);
  const text = document.createElement("p");
  text.textContent = shell("embedText");
  const area = document.createElement("textarea");
  area.readOnly = true;
  area.rows = 5;
  area.value = snippet;
  area.setAttribute("aria-label", shell("embedTitle"));
  const button = (label: string, run: () => unknown): HTMLButtonElement => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = label;
    made.addEventListener("click", () => void run());
    return made;
  };
  const row = document.createElement("div");
  row.className = "dialog-row";
  row.append(
    button(shell("copy"), () =>
      navigator.clipboard.writeText(snippet).catch(() => {
        area.select();
      }),
    ),
    button(shell("close"), () => {
      dialog.close();
    }),
  );
  dialog.append(title, text, area, row);
  dialog.addEventListener("close", () => {
    dialog.remove();
  });
  live.root.append(dialog);
  dialog.showModal();
}

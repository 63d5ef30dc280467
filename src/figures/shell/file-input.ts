/** Opens a reader's file by file input or drop. It is read where the figure computes and never leaves the page. */
import type { FileControl, Hub, OpenedFile } from "./contract.ts";
import { bindHub } from "./hub-button.ts";
import type { LiveFigure } from "./live.ts";

/** Returns what shows the control's value: which file is open, and the button that closes it. */
export function bindFile(
  live: LiveFigure,
  id: string,
  { accept, megabytes: most }: FileControl,
  box: HTMLElement,
): (value: unknown) => void {
  const { shell, num } = { shell: live.words.shell, num: live.words.num };
  const input = box.querySelector("input") as HTMLInputElement;
  const line = box.querySelector("[data-opened]") as HTMLElement;
  const close = box.querySelector("[data-close]") as HTMLElement;
  const help = line.textContent;
  const megabytes = (size: number): string => num(size / 1e6, { decimals: size < 1e6 ? 2 : 1 });

  /** Ends a hub's file on its way: what the reader does later counts. */
  let stop: (() => void) | undefined;

  const open = (file: File): void => {
    stop?.();
    const name = file.name.slice(0, 60);
    if (file.size === 0) live.message(shell("message.emptyFile", { name }));
    else if (file.size > most * 1e6) {
      live.message(shell("message.largeFile", { name, megabytes: num(Math.round(file.size / 1e6)), most: num(most) }));
    } else live.open(id, { name, size: file.size, file });
  };
  const take = (): void => {
    const file = input.files?.[0];
    if (file) open(file);
    // Opening the same file again must count as a change.
    input.value = "";
  };
  input.addEventListener("change", take);
  // A file that was chosen while this script was still on its way; the figure has its first state in a moment.
  queueMicrotask(take);
  const hubBox = live.root.querySelector<HTMLElement>("[data-hub]");
  if (hubBox) {
    const hub = JSON.parse(hubBox.dataset["hub"] ?? "{}") as Hub;
    stop = bindHub(live, hub, hubBox, ({ blob, note }) => {
      live.open(id, { name: hub.name, size: blob.size, file: blob, trained: hub.trained, note }, hub.sets);
    });
  }
  close.addEventListener("click", () => {
    stop?.();
    live.set({ [id]: null });
    input.focus();
  });
  live.root.addEventListener("dragover", (event) => {
    event.preventDefault();
  });
  const isOurs = ({ name }: File): boolean => accept.split(",").some((ending) => name.endsWith(ending.trim()));
  // Before a control for pictures sees it: that one takes whatever else is dropped.
  live.root.addEventListener(
    "drop",
    (event) => {
      const file = [...(event.dataTransfer?.files ?? [])].find(isOurs);
      if (!file) return;
      event.preventDefault();
      open(file);
    },
    { capture: true },
  );
  return (value) => {
    const file = value as OpenedFile | null;
    close.hidden = !file;
    const opened = file && shell("fileOpened", { name: file.name, megabytes: megabytes(file.size) });
    const words = opened ? [opened, file.note ?? ""].join(" ").trim() : help;
    if (line.textContent !== words) line.textContent = words;
  };
}

/** Opens the frame's dialogs, and keeps the settings form and the theme button true. */
import dialogsCss from "@/styles/dialogs.css?url";
import { linkStyle } from "./link-style.ts";
import {
  applySettings,
  change,
  onSettings,
  OPTIONS,
  settings,
  SETTINGS,
  watchSettings,
  type Setting,
  type Settings,
} from "@/settings/settings.ts";
import { forgetProgress } from "@/settings/progress.ts";
import { showProgress } from "./contents.ts";
import { isPersistent } from "@/settings/store.ts";

/** Opens a dialog once it has its looks; without them it opens all the same. */
export async function openDialog(id: string): Promise<void> {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return;
  await linkStyle(dialogsCss);
  if (!dialog.open) dialog.showModal();
  if (id === "search" && dialog.dataset["started"] === undefined) {
    dialog.dataset["started"] = "";
    await import("./search.ts").then(
      ({ startSearch }) => startSearch(dialog),
      () => delete dialog.dataset["started"],
    );
  }
}

export function nextTheme(): void {
  const themes = OPTIONS.theme;
  change({ theme: themes[(themes.indexOf(settings().theme) + 1) % themes.length] });
}

function show(now: Settings): void {
  for (const name of SETTINGS) {
    const input = document.querySelector<HTMLInputElement>(`#settings-form [name="${name}"][value="${now[name]}"]`);
    if (input) input.checked = true;
  }
  const button = document.querySelector<HTMLElement>('[data-action="theme"]');
  button?.setAttribute("aria-label", button.getAttribute(`data-label-${now.theme}`) ?? "");
  const note = document.querySelector<HTMLElement>("[data-storage-note]");
  if (note) note.hidden = isPersistent();
}

export function startDialogs(): void {
  applySettings(document.documentElement);
  show(settings());
  onSettings(show);
  watchSettings();
  document.getElementById("settings-form")?.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement) change({ [target.name as Setting]: target.value });
  });
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    const opener = target.closest("[data-open]");
    if (opener) void openDialog(opener.getAttribute("data-open") ?? "");
    if (target.closest('[data-action="theme"]')) nextTheme();
    const forget = target.closest<HTMLElement>('[data-action="forget"]');
    if (forget) {
      forgetProgress();
      showProgress();
      forget.textContent = forget.dataset["done"] ?? "";
    }
  });
}

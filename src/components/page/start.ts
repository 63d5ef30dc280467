/** Everything that the frame does in the page. Figures bring their own script. */
import { startCards } from "./cards.ts";
import { showProgress } from "./contents.ts";
import { nextTheme, openDialog, startDialogs } from "./dialogs.ts";
import { listenForKeys } from "./keys.ts";
import { startLinks } from "./linked.ts";
import { startQuestions } from "./questions.ts";
import { whenTouched } from "./when-touched.ts";

const follow = (rel: string) => document.querySelector<HTMLAnchorElement>(`a[rel="${rel}"]`)?.click();

startDialogs();
startCards();
startQuestions();
startLinks();
showProgress();
listenForKeys({
  help: () => void openDialog("help"),
  search: () => void openDialog("search"),
  settings: () => void openDialog("settings"),
  theme: nextTheme,
  next: () => follow("next"),
  previous: () => follow("prev"),
  contents: () => document.querySelector<HTMLAnchorElement>("[data-contents]")?.click(),
});

// Without an offline copy nothing is lost: a worker that cannot be had, or is forbidden, is not worth a word.
whenTouched(() => {
  import("./offline.ts").then(({ startOffline }) => startOffline()).catch(() => undefined);
});

// A report needs the page that it is about; a figure's drawing is in the fragment.
for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-report]")) {
  link.addEventListener("click", () => {
    const url = new URL(link.href);
    url.searchParams.set("page", location.pathname + location.search + location.hash);
    link.href = url.href;
  });
}

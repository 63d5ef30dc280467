/** Marks in every list of lessons what the reader has done, and leads back to where the reader was. */
import { lastPlace, progress, setAside, type LessonProgress } from "@/settings/progress.ts";

/** Texts with places for numbers, written by the page's language: see ProgressWords.astro. */
interface Texts {
  readonly done: string;
  readonly read: string;
  readonly seen: string;
  readonly check: string;
  readonly tasks: string;
}
const put = (text: string, n: number, of: number): string => text.replace("{n}", String(n)).replace("{of}", String(of));

/** "· read · check 3 of 4 · tasks 1 of 2" */
function inWords(
  { done, read, right = 0, tasks = [] }: LessonProgress,
  texts: Texts,
  [questions, all]: number[],
): string {
  const words = [done ? texts.done : read ? texts.read : texts.seen];
  if (!done && right > 0 && questions) words.push(put(texts.check, Math.min(right, questions), questions));
  if (all) words.push(put(texts.tasks, Math.min(tasks.length, all), all));
  return words.map((word) => `· ${word}`).join(" ");
}

function markLessons(): void {
  const all = progress();
  for (const item of document.querySelectorAll<HTMLElement>("[data-lesson-link]")) {
    const found = all[item.dataset["lessonLink"] ?? ""];
    const words = item.querySelector("[data-progress-words]");
    if (!found) {
      delete item.dataset["done"];
      if (words) words.textContent = "";
      continue;
    }
    item.dataset["done"] = found.done ? "done" : "seen";
    const texts = item.closest<HTMLElement>("[data-progress-texts]")?.dataset["progressTexts"];
    const counts = JSON.parse(item.dataset["counts"] ?? "[]") as number[];
    if (words && texts) words.textContent = inWords(found, JSON.parse(texts) as Texts, counts);
  }
}

/** The way on, where a page has one: the lesson that the reader was in, or the one after it if that is finished. */
function leadOn(): void {
  const link = document.querySelector<HTMLAnchorElement>("[data-continue]");
  const last = lastPlace();
  if (!link || !last) return;
  const lessons = JSON.parse(link.dataset["continue"] ?? "[]") as [id: string, title: string][];
  const at = lessons.findIndex(([id]) => id === last.lesson);
  if (at < 0) return;
  const isOver = progress()[last.lesson]?.done === true && at + 1 < lessons.length;
  const [id, title] = lessons[isOver ? at + 1 : at] ?? ["", ""];
  const [words, name] = link.children;
  if (words) words.textContent = link.dataset[isOver ? "next" : "on"] ?? "";
  if (name) name.textContent = title;
  link.href = `${link.dataset["base"] ?? ""}${id}/${isOver || last.heading === "" ? "" : `#${last.heading}`}`;
}

export function showProgress(): void {
  markLessons();
  leadOn();
  const aside = setAside();
  for (const note of document.querySelectorAll<HTMLElement>("[data-aside-note]")) {
    note.hidden = aside === undefined;
    if (aside) note.textContent = note.dataset[aside] ?? "";
  }
}

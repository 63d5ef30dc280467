/** Predictions and checks: opens explanations, remembers choices, tells screen readers. */
import { followStroke } from "@/figures/shell/early-stroke.ts";
import { lessonProgress, record } from "@/settings/progress.ts";
import { startReading } from "./reading.ts";
import { startTasks } from "./tasks.ts";

const CHOICES = "[data-question] input[type=radio]";

const indexOf = (input: HTMLInputElement): number => Number(input.value);

/** Ticks what the reader chose before, without opening its explanation: nothing on the page may jump. */
function restore(root: HTMLElement, answers: Readonly<Record<string, number>>): void {
  for (const input of root.querySelectorAll<HTMLInputElement>(CHOICES)) {
    const id = input.closest<HTMLElement>("[data-question]")?.dataset["question"] ?? "";
    if (answers[id] !== indexOf(input)) continue;
    input.checked = true;
    input.dataset["restored"] = "";
  }
}

function explain(input: HTMLInputElement, question: HTMLElement): void {
  for (const other of question.querySelectorAll<HTMLElement>("[data-restored]")) delete other.dataset["restored"];
  const details = question.querySelector("details");
  if (details) details.open = true;
  const why = input.closest(".choice")?.querySelector(".why");
  const status = question.querySelector("[role=status]");
  if (status) status.textContent = why?.textContent ?? status.getAttribute("data-opened");
}

/** Numbers and curves to guess load their script at the first touch, or where a guess of before is to be shown. */
function startGuesses(lesson: string, article: HTMLElement): void {
  const wakes = new Map<HTMLElement, Promise<void>>();
  const wake = (box: HTMLElement): Promise<void> => {
    const waking = wakes.get(box) ?? import("./guess.ts").then(({ wakeGuess }) => wakeGuess(box, lesson));
    wakes.set(box, waking);
    return waking;
  };
  const touched = (event: Event): void => {
    const { type, target } = event;
    const box = target instanceof Element ? target.closest<HTMLElement>("[data-guess]") : null;
    if (!box || box.dataset["awake"] !== undefined) return;
    const button = type === "click" && (target as Element).closest<HTMLElement>("[data-compare]");
    const plot = type === "pointerdown" && (target as Element).closest("[data-plot]");
    const stroke = plot && followStroke(event as PointerEvent);
    // A press that comes before the script is done as soon as the script is there; one that failed is tried again.
    wake(box).then(
      () => {
        box.dataset["awake"] = "";
        if (button) button.click();
        if (plot && stroke) stroke(plot);
      },
      () => wakes.delete(box),
    );
  };
  for (const type of ["pointerover", "pointerdown", "focusin", "input", "click"])
    article.addEventListener(type, touched);
  const guesses = lessonProgress(lesson)?.guesses ?? {};
  for (const box of article.querySelectorAll<HTMLElement>("[data-guess]")) {
    if (Object.hasOwn(guesses, box.dataset["guess"] ?? "")) box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

export function startQuestions(): void {
  const article = document.querySelector<HTMLElement>("[data-lesson]");
  const lesson = article?.dataset["lesson"];
  if (!article || !lesson) return;
  const before = lessonProgress(lesson);
  // Chosen before this script was there. Browsers do not fill these in themselves: autocomplete is off.
  const early = [...article.querySelectorAll<HTMLInputElement>(`${CHOICES}:checked`)];
  restore(article, before?.answers ?? {});
  if (!before) record(lesson);
  startGuesses(lesson, article);
  startTasks(lesson);
  startReading(lesson, article);
  // `click`, not `change`: a restored choice is pressed again to read its explanation.
  article.addEventListener("click", ({ target }) => {
    const question = target instanceof HTMLElement ? target.closest<HTMLElement>("[data-question]") : null;
    if (!question || !(target instanceof HTMLInputElement) || target.type !== "radio") return;
    explain(target, question);
    record(lesson, { answers: { [question.dataset["question"] ?? ""]: indexOf(target) } });
    const questions = [...article.querySelectorAll(".question")];
    const right = questions.filter((one) => one.querySelector("[data-right] input:checked")).length;
    const best = Math.max(right, lessonProgress(lesson)?.right ?? 0);
    if (questions.length > 0) record(lesson, { right: best, ...(best >= questions.length && { done: true }) });
  });
  for (const input of early) input.click();
}

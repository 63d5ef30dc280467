/** Tasks whose completion the page notices: each figure tells what it has drawn, and the conditions are looked at. */
import { DRAWN_EVENT, type Drawn } from "@/figures/shell/events.ts";
import { holds, type Conditions } from "@/figures/shell/conditions.ts";
import { lessonProgress, record } from "@/settings/progress.ts";

function showDone(task: HTMLElement): void {
  task.dataset["done"] = "done";
  const line = task.querySelector<HTMLElement>(".task");
  const words = line?.lastElementChild;
  if (line && words) words.textContent = line.dataset["doneWords"] ?? "";
}

export function startTasks(lesson: string): void {
  const tasks = [...document.querySelectorAll<HTMLElement>("[data-task]")];
  if (tasks.length === 0) return;
  const before = lessonProgress(lesson)?.tasks ?? [];
  for (const task of tasks) if (before.includes(task.id)) showDone(task);
  document.addEventListener(DRAWN_EVENT, (event) => {
    const instance = event.target instanceof HTMLElement ? event.target.dataset["instance"] : undefined;
    for (const task of tasks) {
      if (task.dataset["done"] !== undefined) continue;
      const wanted = JSON.parse(task.dataset["task"] ?? "{}") as Conditions & { figure?: string };
      if (wanted.figure !== instance || !holds(wanted, (event as CustomEvent<Drawn>).detail)) continue;
      showDone(task);
      record(lesson, { tasks: [task.id] });
    }
  });
}

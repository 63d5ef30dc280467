/** Notices how far a lesson is read: its end, and the heading to come back to. */
import { lessonProgress, record, recordPlace } from "@/settings/progress.ts";

export function startReading(lesson: string, article: HTMLElement): void {
  const end = article.querySelector(".pager");
  if (end && lessonProgress(lesson)?.read !== true) {
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      record(lesson, { read: true });
    });
    observer.observe(end);
  }
  const headings = [...article.querySelectorAll<HTMLElement>("h2[id]")];
  const keep = (): void => {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 2);
    recordPlace({ lesson, heading: passed.at(-1)?.id ?? "" });
  };
  keep();
  // A page that is left, put aside or closed: the one event that phones send too.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep();
  });
}

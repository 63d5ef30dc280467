import { expect } from "vitest";
import { readLessons, type Lesson } from "./read-lesson.ts";

const lessons = await readLessons();

/** @throws {RangeError} if there is no such lesson */
export function lessonNamed(slug: string): Lesson {
  const found = lessons.find((lesson) => lesson.slug === slug);
  if (!found)
    throw new RangeError(`no lesson "${slug}"; there are: ${lessons.map((lesson) => lesson.slug).join(", ")}`);
  return found;
}

/** Expects each text in the lesson's source, line breaks apart. */
export function says(slug: string, ...texts: readonly string[]): void {
  const source = lessonNamed(slug).source.replaceAll(/\s+/g, " ");
  for (const text of texts) expect(source.includes(text), `${slug} says ${text}`).toBe(true);
}

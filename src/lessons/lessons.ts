/** The course: chapters in order, their lessons in order, and what comes before and after a lesson. */
import { getCollection, type CollectionEntry } from "astro:content";
import chapters from "@content/chapters.json";
import { source } from "@/i18n/locales.ts";
import { words } from "@/i18n/pseudo.ts";

export type LessonEntry = CollectionEntry<"lessons">;
export interface Lesson {
  /** "chapter/lesson", as in its address, in `requires` and in the reader's progress. */
  readonly id: string;
  readonly chapter: string;
  readonly slug: string;
  readonly entry: LessonEntry;
  readonly path: string;
}
export interface Chapter {
  readonly id: string;
  /** From 1. */
  readonly number: number;
  readonly title: string;
  readonly summary: string;
  readonly lessons: readonly Lesson[];
}

/** `03-what-relu-destroys/02-spiral-experiment/en` without the numbers and the language. */
function lessonOf(entry: LessonEntry): Lesson {
  const [chapter = "", slug = ""] = entry.id.split("/").map((part) => part.replace(/^\d+-/, ""));
  const id = `${chapter}/${slug}`;
  return { id, chapter, slug, entry, path: `/lessons/${id}/` };
}

type ByLanguage = Readonly<Record<string, string>>;
const inLanguage = (words: ByLanguage, locale: string): string => words[source(locale)] ?? words["en"] ?? "";

export async function course(locale: string): Promise<readonly Chapter[]> {
  const entries = await getCollection("lessons", ({ id }) => id.endsWith(`/${source(locale)}`));
  const lessons = entries.map(lessonOf).toSorted((a, b) => a.entry.data.order - b.entry.data.order);
  const ids = new Set(lessons.map(({ id }) => id));
  for (const { chapter, entry } of lessons) {
    const fault = (text: string) => new Error(`content/${entry.id}.mdx: ${text}`);
    if (entry.data.chapter !== chapter) throw fault(`chapter is "${entry.data.chapter}", its folder says "${chapter}"`);
    if (!chapters.some(({ id }) => id === chapter)) throw fault(`chapter "${chapter}" is not in content/chapters.json`);
    for (const id of entry.data.requires) if (!ids.has(id)) throw fault(`requires "${id}", which is no lesson`);
  }
  const say = words(locale);
  return chapters.map((chapter, index) => ({
    id: chapter.id,
    number: index + 1,
    title: say(inLanguage(chapter.title, locale)),
    summary: say(inLanguage(chapter.summary, locale)),
    lessons: lessons.filter((lesson) => lesson.chapter === chapter.id),
  }));
}

export function neighbours(all: readonly Chapter[], id: string): { previous?: Lesson; next?: Lesson } {
  const lessons = all.flatMap((chapter) => chapter.lessons);
  const at = lessons.findIndex((lesson) => lesson.id === id);
  return { previous: lessons[at - 1], next: lessons[at + 1] };
}

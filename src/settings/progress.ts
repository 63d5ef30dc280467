/**
 * What the reader has done in each lesson: kept on the device, never sent. What is stored is read with doubt: a form
 * that this version does not know, or that it never wrote, is set aside unread and a sentence says so.
 */
import { read, remove, textOf, write } from "./store.ts";

export interface LessonProgress {
  /** The reader has come to its end. */
  readonly read?: boolean;
  /** Every question of its check has been answered rightly, in the end. */
  readonly done?: boolean;
  /** How many questions of the check stand answered rightly. */
  readonly right?: number;
  /** Chosen answers by question id: the index of the choice. */
  readonly answers?: Readonly<Record<string, number>>;
  /** Numbers and curves that the reader guessed, by question id: shares of the scale. */
  readonly guesses?: Readonly<Record<string, readonly number[]>>;
  /** Ids of the tasks that are done. */
  readonly tasks?: readonly string[];
}
export type Lessons = Readonly<Record<string, LessonProgress>>;
/** Where the reader was last: a lesson, and the heading that was on the screen. */
export interface Place {
  readonly lesson: string;
  readonly heading: string;
}
interface Kept {
  readonly version: typeof VERSION;
  readonly lessons: Lessons;
  readonly last?: Place;
}
/** Why what was stored has been set aside. */
export type Aside = "newer" | "damaged";

const VERSION = 1;
const NAME = "progress";
const ASIDE = "progress-aside";
/** Longer texts are none of ours. */
const LONGEST = 200_000;
const LESSON = /^[a-z0-9-]{1,80}\/[a-z0-9-]{1,80}$/;
const ID = /^[a-z0-9-]{1,120}$/;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 100;
const isShares = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length <= 100 &&
  value.every((share) => typeof share === "number" && share >= 0 && share <= 1);
const isMap = (value: unknown, isValue: (value: unknown) => boolean): boolean =>
  isRecord(value) && Object.entries(value).every(([id, one]) => ID.test(id) && isValue(one));

const FIELDS: Readonly<Record<keyof LessonProgress, (value: unknown) => boolean>> = {
  read: (value) => typeof value === "boolean",
  done: (value) => typeof value === "boolean",
  right: isCount,
  answers: (value) => isMap(value, isCount),
  guesses: (value) => isMap(value, isShares),
  tasks: (value) => Array.isArray(value) && value.every((id) => typeof id === "string" && ID.test(id)),
};
const isLesson = (value: unknown): boolean =>
  isRecord(value) &&
  Object.entries(value).every(
    ([name, one]) => Object.hasOwn(FIELDS, name) && FIELDS[name as keyof LessonProgress](one),
  );
const isLessons = (value: unknown): value is Lessons =>
  isRecord(value) && Object.entries(value).every(([id, lesson]) => LESSON.test(id) && isLesson(lesson));
const isPlace = (value: unknown): value is Place =>
  isRecord(value) && LESSON.test(String(value["lesson"])) && /^[\p{L}\p{N}_-]{0,200}$/u.test(String(value["heading"]));

/** What a stored value means, or why it means nothing to this version. */
export function understand(stored: unknown): Kept | Aside {
  if (!isRecord(stored)) return "damaged";
  const { version, lessons, last } = stored;
  if (typeof version === "number" && version > VERSION) return "newer";
  // The first form had no version: the lessons themselves.
  if (version === undefined) return isLessons(stored) ? { version: VERSION, lessons: stored } : "damaged";
  if (version !== VERSION || !isLessons(lessons)) return "damaged";
  return { version, lessons, ...(isPlace(last) && { last }) };
}

const EMPTY: Kept = { version: VERSION, lessons: {} };

function kept(): Kept {
  const text = textOf(NAME);
  if (text === undefined) return EMPTY;
  const found = text.length > LONGEST ? "damaged" : understand(read(NAME));
  if (typeof found === "object") return found;
  write(ASIDE, { why: found, text: text.slice(0, LONGEST) });
  remove(NAME);
  return EMPTY;
}

/** Why an earlier progress lies aside, if one does. Reading it sets aside what is not understood. */
export function setAside(): Aside | undefined {
  kept();
  const aside = read(ASIDE);
  if (!isRecord(aside)) return undefined;
  return aside["why"] === "newer" ? "newer" : "damaged";
}

export const progress = (): Lessons => kept().lessons;
export const lastPlace = (): Place | undefined => kept().last;

export const lessonProgress = (lesson: string): LessonProgress | undefined =>
  Object.hasOwn(progress(), lesson) ? progress()[lesson] : undefined;

/** Adds to what is known of a lesson; an empty patch marks it as opened. */
export function record(lesson: string, patch: LessonProgress = {}): void {
  const now = kept();
  const before = Object.hasOwn(now.lessons, lesson) ? now.lessons[lesson] : undefined;
  const answers = { ...before?.answers, ...patch.answers };
  const guesses = { ...before?.guesses, ...patch.guesses };
  const tasks = [...new Set([...(before?.tasks ?? []), ...(patch.tasks ?? [])])];
  write(NAME, { ...now, lessons: { ...now.lessons, [lesson]: { ...before, ...patch, answers, guesses, tasks } } });
}

export function recordPlace(last: Place): void {
  write(NAME, { ...kept(), last });
}

export function forgetProgress(): void {
  remove(NAME);
  remove(ASIDE);
}

/** Every page for readers and search engines, without figures that stand alone. */
import { LABS } from "./labs.ts";
import { course } from "./lessons.ts";

const FIXED = ["/", "/lessons/", "/lab/", "/glossary/", "/sources/", "/models/", "/diagnostics/"];

export async function routes(locale: string): Promise<readonly string[]> {
  const lessons = (await course(locale)).flatMap((chapter) => chapter.lessons.map(({ path }) => path));
  return [...FIXED, ...LABS.map(({ id }) => `/lab/${id}/`), ...lessons];
}

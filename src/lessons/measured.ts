/** What the remark plugin `measure` has found in a lesson. */
import { render } from "astro:content";
import type { LessonEntry } from "./lessons.ts";
import type { Measured } from "./remark.ts";

export async function measured(entry: LessonEntry): Promise<Measured> {
  const { remarkPluginFrontmatter } = await render(entry);
  return remarkPluginFrontmatter as unknown as Measured;
}

/** Runs a figure as the build does, for tests: its data, its sentence, its panels and how heavy the picture is. */
import { gzipSync } from "node:zlib";
import type { AnyState, Panel, Words } from "@/figures/shell/contract.ts";
import { panelsHtml } from "@/figures/shell/panels.ts";
import { renderFigure } from "@/figures/shell/render.ts";

export interface Run<D> extends Words {
  readonly data: D;
  readonly sentence: string;
  readonly panels: readonly Panel[];
  readonly nodes: number;
  readonly bytes: number;
}

export async function runFigure<D>(id: string, initial: AnyState = {}): Promise<Run<D>> {
  const { data, sentence, panels, tr, num } = await renderFigure(id, { initial });
  const html = panelsHtml(panels, id);
  return {
    data: data as D,
    sentence,
    panels,
    tr,
    num,
    nodes: html.match(/<[a-z]/g)?.length ?? 0,
    bytes: gzipSync(html).length,
  };
}

/** A picture for a snapshot: numbers rounded to whole units and long paths cut, so that it shows structure and words. */
export const outline = (panels: readonly Panel[]): string =>
  panels
    .map(({ id, title, alt, svg = "" }) => {
      const short = svg
        .replace(/-?\d+\.\d+/g, (number) => String(Math.round(Number(number))))
        .replace(/ d="([^"]{24})[^"]*"/g, ' d="$1…"');
      return `${id}: ${title}\n${alt ?? ""}\n${short.replaceAll("><", ">\n<")}`;
    })
    .join("\n\n");

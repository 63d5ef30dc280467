/** A figure's panels as HTML: the same markup at build time and in the page, so that nothing moves. */
import type { Panel } from "./contract.ts";
import { escapeHtml } from "./markup.ts";

/** The inside of one panel's body. */
export function panelBody(panel: Panel): string {
  if (panel.html !== undefined) return panel.html;
  const size = `0 0 ${String(panel.width ?? 320)} ${String(panel.height ?? 320)}`;
  return `<svg viewBox="${size}" role="img" aria-label="${escapeHtml(panel.alt ?? panel.title)}">${panel.svg ?? ""}</svg>`;
}

/** All panels; `uid` makes their ids unique on the page. */
export function panelsHtml(panels: readonly Panel[], uid: string): string {
  return panels
    .map((panel) => {
      const ratio =
        panel.html === undefined
          ? ` style="aspect-ratio:${String(panel.width ?? 320)}/${String(panel.height ?? 320)};--natural:${String(panel.width ?? 320)}px"`
          : "";
      const kind = panel.html === undefined ? "drawn" : "html";
      const title = panel.title === "" ? "" : `<p class="panel-title">${escapeHtml(panel.title)}</p>`;
      return `<div class="panel span-${String(panel.span)}${panel.pair ? " pair" : ""}" data-panel="${panel.id}" id="${uid}-panel-${panel.id}">${title}<div class="panel-body ${kind}"${ratio}>${panelBody(panel)}</div>${panel.stage ? '<div class="stage-bar"></div>' : ""}</div>`;
    })
    .join("");
}

/** Everything drawn as SVG, side by side, as one file that stands alone; `palette` gives the variables' values. */
export function standaloneSvg(
  panels: readonly Panel[],
  title: string,
  palette: Readonly<Record<string, string>>,
): string {
  const drawn = panels.filter((panel) => panel.svg !== undefined);
  const gap = 24;
  const columns = drawn.length > 2 ? 2 : Math.max(1, drawn.length);
  const widths = Math.max(...drawn.map((panel) => panel.width ?? 320));
  let x = gap;
  let y = 64;
  let rowHeight = 0;
  const cells = drawn.map((panel, index) => {
    if (index > 0 && index % columns === 0) {
      x = gap;
      y += rowHeight + 40;
      rowHeight = 0;
    }
    const height = panel.height ?? 320;
    const cell = `<g transform="translate(${String(x)} ${String(y)})"><text y="-10" font-size="13" fill="var(--ink-2)">${escapeHtml(panel.title)}</text><svg width="${String(panel.width ?? 320)}" height="${String(height)}">${panel.svg ?? ""}</svg></g>`;
    x += widths + gap;
    rowHeight = Math.max(rowHeight, height);
    return cell;
  });
  const width = gap + columns * (widths + gap);
  const height = y + rowHeight + gap;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" width="${String(width)}" height="${String(height)}" font-family="'IBM Plex Sans', Helvetica, Arial, sans-serif"><title>${escapeHtml(title)}</title><rect width="100%" height="100%" fill="var(--paper)"/><text x="${String(gap)}" y="30" font-size="17" font-weight="600" fill="var(--ink)">${escapeHtml(title)}</text>${cells.join("")}</svg>`;
  // Programs that open SVG files know no CSS variables: put the values in.
  return svg.replace(/var\(--([a-z0-9-]+)\)/g, (whole, name: string) => palette[name] ?? whole);
}

/** The picture that goes with a shared link: 1200 × 630, the title in our type and the page's figure as built. */
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import subsetFont from "subset-font";
import { escapeHtml } from "@/figures/shell/markup.ts";
import { figureIds } from "@/figures/shell/registry.ts";
import { renderFigure } from "@/figures/shell/render.ts";

export interface Card {
  readonly kicker: string;
  readonly title: string;
  readonly figure?: string;
}
const WIDTH = 1200;
const HEIGHT = 630;
const MARGIN = 72;
const PICTURE = 450;

const root = process.cwd();
const FACES = [
  "source-serif-4/files/source-serif-4-latin-600-normal",
  "ibm-plex-sans/files/ibm-plex-sans-latin-400-normal",
];

/** The faces as TrueType, since the rasteriser reads no WOFF2; made once, kept in the cache of the tools. */
async function fontFiles(): Promise<string[]> {
  const folder = join(root, "node_modules", ".cache", "inverted", "fonts");
  await mkdir(folder, { recursive: true });
  return Promise.all(
    FACES.map(async (face) => {
      const file = join(folder, `${face.split("/").at(-1) ?? "face"}.ttf`);
      const made = await stat(file).catch(() => undefined);
      if (!made) {
        const woff2 = await readFile(join(root, "node_modules", "@fontsource", `${face}.woff2`));
        await writeFile(file, await subsetFont(woff2, "", { targetFormat: "sfnt", keepAllGlyphs: true }));
      }
      return file;
    }),
  );
}

/** The light palette and the figures' own variables, by name: outside a browser nothing else resolves them. */
async function variables(figure: string | undefined): Promise<ReadonlyMap<string, string>> {
  const files = [
    "styles/tokens.css",
    "figures/shell/figure.css",
    "figures/shell/arcs.css",
    "figures/shell/heat.css",
    `figures/${figure ?? "shell"}/figure.css`,
  ];
  const found = new Map<string, string>();
  for (const file of files) {
    const css = await readFile(join(root, "src", file), "utf8").catch(() => ""); // a figure may have no style sheet
    // The first value of each is the light one.
    for (const [, name = "", value = ""] of css.matchAll(/--([\w-]+):\s*([^;]+);/g)) {
      if (!found.has(name)) found.set(name, value.trim());
    }
  }
  return found;
}

function resolve(svg: string, values: ReadonlyMap<string, string>): string {
  const once = (text: string) => text.replace(/var\(--([\w-]+)\)/g, (all, name: string) => values.get(name) ?? all);
  return once(once(svg));
}

/** Breaks a title at spaces; Source Serif's letters are about half as wide as they are high. */
function lines(title: string, size: number, width: number): string[] {
  const most = Math.floor(width / (size * 0.5));
  const out = [""];
  for (const word of title.split(" ")) {
    const last = out.at(-1) ?? "";
    if (last !== "" && last.length + 1 + word.length > most) out.push(word);
    else out[out.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return out;
}

async function picture(figure: string | undefined): Promise<string> {
  if (figure === undefined) return "";
  const { panels } = await renderFigure(figure, { uid: `card-${figure}` });
  const panel = panels.find(({ svg }) => svg !== undefined);
  if (!panel) return "";
  const { width = 320, height = 320 } = panel;
  const scale = Math.min(PICTURE / width, PICTURE / height);
  const x = WIDTH - MARGIN - (PICTURE + width * scale) / 2;
  const y = (HEIGHT - height * scale) / 2;
  return `<g transform="translate(${String(x)} ${String(y)}) scale(${String(scale)})">${panel.svg ?? ""}</g>`;
}

const MARK =
  '<g transform="translate(72 64) scale(1.7)" fill="var(--accent)"><path d="M4 11V6a4 4 0 0 1 4-4h12a4 4 0 0 1 4 4v5" fill="none" stroke="var(--accent)" stroke-width="1.5"/><path d="M2 12h4v6H2zM9 6h4v18H9zM15 6h4v18h-4zM22 12h4v6h-4z"/></g>';

export async function previewCard(card: Card, site: string): Promise<Uint8Array> {
  const { kicker, title } = card;
  const figure = figureIds.find((id) => id === card.figure);
  const drawn = await picture(figure);
  const width = WIDTH - 2 * MARGIN - (drawn ? PICTURE + 40 : 0);
  const size = title.length > 40 ? 62 : 76;
  const broken = lines(title, size, width);
  const top = HEIGHT / 2 - ((broken.length - 1) * size * 1.1) / 2 + size * 0.3;
  const text = broken.map(
    (line, index) => `<text x="${String(MARGIN)}" y="${String(top + index * size * 1.1)}">${escapeHtml(line)}</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" font-family="IBM Plex Sans">
<rect width="100%" height="100%" fill="var(--paper)"/>${MARK}
<text x="136" y="97" font-family="Source Serif 4 SemiBold" font-size="36" fill="var(--ink)">${escapeHtml(site)}</text>
<g font-family="Source Serif 4 SemiBold" font-size="${String(size)}" fill="var(--ink)">${text.join("")}</g>
<text x="${String(MARGIN)}" y="${String(HEIGHT - MARGIN)}" font-size="28" fill="var(--ink-2)">${escapeHtml(kicker)}</text>${drawn}</svg>`;
  const image = new Resvg(resolve(svg, await variables(figure)), {
    font: { fontFiles: await fontFiles(), loadSystemFonts: false, defaultFontFamily: "IBM Plex Sans" },
  });
  return image.render().asPng();
}

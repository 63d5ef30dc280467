/** What the predictions look like: the pixels, ten bars, the samples as buttons. */
import type { DrawContext, Panel } from "@/figures/shell/contract.ts";
import { escapeHtml, round } from "@/figures/shell/markup.ts";
import { FEEDING } from "@/figures/shell/network-inputs.ts";
import { halved, pixelsSvg } from "@/figures/shell/pixels.ts";
import { pictureUrl } from "@/figures/shell/picture-url.ts";
import { inColour, type SeenImage } from "@kernels/images/seen-image.ts";
import { href } from "@/i18n/href.ts";
import type { PredictionsData, PredictionsState, ShippedAnswer } from "./compute.ts";
import { engineWords } from "./engine-words.ts";

type Context = DrawContext<PredictionsState>;

const SIDE = 280;

/** A picture as large as `side`: grey in the theme's ink, colours as they are. */
const drawn = (image: SeenImage, side: number, levels: number): string =>
  inColour(image)
    ? `<image href="${pictureUrl(image.width, image.height, image.rgb)}" width="${String(side)}" height="${String(side)}" style="image-rendering:pixelated"/>`
    : pixelsSvg(image.grey, image.width, side / image.width, levels);

function seen({ image, source }: ShippedAnswer, { tr }: Context): Panel {
  const { width } = image;
  const unit = SIDE / width;
  const size = { size: String(width) };
  const grid = Array.from({ length: width + 1 }, (_, k) => {
    const at = String(round(k * unit, 1));
    return `M${at} 0V${String(SIDE)}M0 ${at}H${String(SIDE)}`;
  }).join("");
  return {
    id: "seen",
    title: tr("panels.seen", size),
    alt: tr(inColour(image) ? "alt.seenColour" : "alt.seen", {
      ...size,
      source: tr(source === "picture" && inColour(image) ? "source.middle" : `source.${source}`),
    }),
    span: 6,
    width: SIDE,
    height: SIDE,
    svg: `<rect width="${String(SIDE)}" height="${String(SIDE)}" fill="var(--surface)"/>${drawn(image, SIDE, 12)}<path d="${grid}" stroke="var(--rule)" stroke-width=".5" opacity=".6"/>`,
  };
}

const ROW = 28;
const RIGHT = 66;
/** Room for the longest name at 15 px, a letter being about 8 wide. */
const leftOf = (labels: readonly string[]): number => 26 + 8 * Math.max(...labels.map(({ length }) => length));

function bars(data: ShippedAnswer, { tr, num }: Context): Panel {
  const byClass = [...data.top].sort((a, b) => a.index - b.index);
  const best = data.top[0]?.index;
  const left = leftOf(byClass.map(({ label }) => label));
  const width = SIDE - left - RIGHT;
  const rows = byClass.map(({ index, label, probability }) => {
    const y = index * ROW;
    const won = index === best;
    const text = String(y + 19);
    return [
      `<text x="${String(left - 12)}" y="${text}" text-anchor="end" font-size="15" fill="var(--ink)"${won ? ' font-weight="600"' : ""}>${escapeHtml(label)}</text>`,
      `<rect x="${String(left)}" y="${String(y + 6)}" width="${String(width)}" height="16" fill="var(--surface)"/>`,
      `<rect x="${String(left)}" y="${String(y + 6)}" width="${String(round(probability * width, 1))}" height="16" fill="var(--${won ? "activation" : "ink-2"})"/>`,
      `<text x="${String(SIDE)}" y="${text}" text-anchor="end" font-size="14" fill="var(--ink${won ? "" : "-2"})"${won ? ' font-weight="600"' : ""}>${num(probability, { percent: true, decimals: 1 })}</text>`,
    ].join("");
  });
  return {
    id: "bars",
    title: tr("panels.bars"),
    alt: tr("alt.bars"),
    span: 6,
    width: SIDE,
    height: byClass.length * ROW,
    svg: rows.join(""),
  };
}

function sampleButtons(data: ShippedAnswer, { state, tr }: Context): Panel {
  const { picks, draws } = FEEDING[state.network];
  const untouched = !state.picture && (!draws || state.strokes === "");
  // Woven cloth fills its picture with greys: at half the side they cost a page a third, and are seen as well.
  const thumb = (image: SeenImage): string =>
    draws || inColour(image) ? drawn(image, 28, 3) : pixelsSvg(halved(image.grey, 28), 14, 2, 6);
  const nameOf = new Map(data.top.map(({ index, label }) => [index, label]));
  const buttons = data.samples.map(({ id, label, wrong, image }) => {
    const chosen = state[picks] === id && untouched;
    const name = tr(wrong ? "sampleWrong" : "sampleName", { label: nameOf.get(label) ?? "", id });
    return `<button type="button" class="sample${wrong ? " wrong" : ""}" aria-pressed="${String(chosen)}" aria-label="${escapeHtml(name)}" title="${escapeHtml(name)}" data-set='${escapeHtml(JSON.stringify({ [picks]: id }))}'><svg viewBox="0 0 28 28" aria-hidden="true">${thumb(image)}</svg></button>`;
  });
  const isGallery = inColour(data.image);
  const from = isGallery ? "samplesFromGallery" : data.built === "best" ? "samplesFrom" : "samplesFromSmall";
  const credits = isGallery
    ? ` <a href="${escapeHtml(href("/models/"))}#gallery">${escapeHtml(tr("credits"))}</a>`
    : "";
  return {
    id: "samples",
    title: tr(isGallery ? "panels.gallery" : "panels.samples"),
    span: 12,
    html: `<div class="samples">${buttons.join("")}</div><p class="note">${escapeHtml(tr(from))}${credits}</p>`,
  };
}

/** Of the height of its longest sentence, so that nothing moves when the engine answers. */
const engineLine = (context: Context): Panel => ({
  id: "engine",
  title: "",
  span: 12,
  html: `<p class="note engine-line">${escapeHtml(engineWords(context))}</p>`,
});

export const picture = (data: PredictionsData, context: Context): Panel[] | Promise<readonly Panel[]> =>
  "opened" in data
    ? import("./opened-scene.ts").then(({ openedPicture }) => openedPicture(data, context))
    : [seen(data, context), bars(data, context), sampleButtons(data, context), engineLine(context)];

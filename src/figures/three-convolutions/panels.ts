/** All panels in one state: presets and transport, the counters, and the three columns. */
import type { DrawContext, Panel } from "@/figures/shell/contract.ts";
import { escapeHtml } from "@/figures/shell/markup.ts";
import { percent } from "@/figures/shell/share-words.ts";
import { shortest } from "@/figures/shell/float-words.ts";
import { transportHtml } from "@/figures/shell/transport.ts";
import { blocksSvg } from "./blocks.ts";
import { HEIGHT, MATRIX, saysAt, TENSOR, WIDTH } from "./boxes.ts";
import { cellsSvg } from "./cells.ts";
import type { ThreeData, ThreeState } from "./compute.ts";
import { type Kind, KINDS, type Position, PRESETS, type PresetName, type Sizes, termsOf } from "./sizes.ts";

export type Context = DrawContext<ThreeState>;

export const SPEEDS = [1, 4, 16] as const;

/** What the page alone knows; a picture at build has the first of it. */
export interface Playing {
  readonly playing: boolean;
  readonly speed: number;
}
export const STILL: Playing = { playing: false, speed: 1 };

const esc = escapeHtml;
const shape = (...sides: readonly number[]): string => sides.join("×");

const SIZE_KEYS = ["h", "w", "inC", "outC", "kernel", "stride", "padding"] as const;
const isPreset = (name: PresetName, sizes: Sizes): boolean =>
  SIZE_KEYS.every((key) => PRESETS[name][key] === sizes[key]);

function presetsHtml({ tr, state }: Context): string {
  const buttons = (Object.keys(PRESETS) as PresetName[]).map((name) => {
    const set = Object.fromEntries(Object.entries(PRESETS[name]).map(([key, value]) => [key, String(value)]));
    return `<button type="button" class="button" data-set="${esc(JSON.stringify(set))}" aria-pressed="${String(isPreset(name, state))}">${esc(tr(`presets.${name}`))}</button>`;
  });
  return `<div class="presets" role="group" aria-label="${esc(tr("presets.legend"))}">${buttons.join("")}</div>`;
}

export function placeText({ now, rows, step }: Position, data: ThreeData, { tr }: Pick<Context, "tr">): string {
  if (!data.values) return tr("place.rows", { rows, of: data.outH });
  if (step === 0) return tr("place.start");
  const at = now.standard ?? now.depthwise;
  return at
    ? tr("place.pixel", { y: at.y, x: at.x, channel: at.channel })
    : step === data.steps
      ? tr("place.end")
      : tr("place.last");
}

function countersHtml(data: ThreeData, { done }: Position, { tr, num, state }: Context): string {
  const { madds } = data;
  const both = done.depthwise + done.pointwise;
  const all = madds.depthwise + madds.pointwise;
  const share = (value: number): string => (value / madds.standard).toFixed(4);
  const row = (key: string, now: number, of: number, parts: readonly (readonly [Kind, number])[]): string =>
    `<div class="${key}"${key === "separable" ? "" : ` data-part="${key}"`}><dt>${esc(tr(`kinds.${key}`))}</dt><dd><b>${esc(num(now))}</b> <span>${esc(tr("of", { total: num(of) }))}</span><span class="track"><em style="--share:${share(of)}"></em>${parts
      .map(([kind, value]) => `<i class="${kind}" style="--share:${share(value)}"></i>`)
      .join("")}</span></dd></div>`;
  const law = tr("law", {
    separable: num(all),
    standard: num(madds.standard),
    ratio: num(data.share, { decimals: 4 }),
    n: num(state.outC),
    k2: num(state.kernel ** 2),
    share: percent(data.share, num),
  });
  return `<dl class="counters">${row("standard", done.standard, madds.standard, [["standard", done.standard]])}${row(
    "depthwise",
    done.depthwise,
    madds.depthwise,
    [["depthwise", done.depthwise]],
  )}${row("pointwise", done.pointwise, madds.pointwise, [["pointwise", done.pointwise]])}${row("separable", both, all, [
    ["depthwise", done.depthwise],
    ["pointwise", done.pointwise],
  ])}</dl><p class="law">${esc(law)}</p>`;
}

const text = (x: number, y: number, words: string, ink = "ink-2"): string =>
  `<text x="${String(x)}" y="${String(y)}" font-size="14" fill="var(--${ink})">${esc(words)}</text>`;

/** What the column has just made: its products, and their sum where values are drawn. */
function madeText(kind: Kind, data: ThreeData, position: Position, { tr, state }: Context): string {
  const now = position.now[kind];
  const n = termsOf(kind, state);
  if (!data.values) return tr("made.each", { n });
  if (!now) return tr(position.made[kind] === 0 ? "made.notYet" : "made.waits");
  const { shape: at, data: values } = data.values[kind];
  return tr("made.sum", { n, value: shortest(values[(now.y * at[1] + now.x) * at[2] + now.channel] as number) });
}

function columnPanel(kind: Kind, data: ThreeData, position: Position, context: Context): Panel {
  const { tr, num, state } = context;
  const { h, w, inC, outC, kernel } = state;
  const { outH, outW } = data;
  const reads = kind === "pointwise" ? shape(outH, outW, inC) : shape(h, w, inC);
  const makes = kind === "depthwise" ? shape(outH, outW, inC) : shape(outH, outW, outC);
  const rows = kind === "depthwise" ? inC : outC;
  const columns = kind === "pointwise" ? inC : inC * kernel ** 2;
  const weights = tr(`weights.${kind}`, { rows, columns, n: num(data.weights[kind]) });
  const drawn = data.values
    ? cellsSvg(kind, state, data, position, data.values)
    : blocksSvg(kind, state, data, position);
  return {
    id: kind,
    span: 4,
    width: WIDTH,
    height: HEIGHT,
    title: tr(`titles.${kind}`),
    alt: tr(`alt.${kind}`, { reads, makes }),
    svg: `<g data-part="${kind}">${[
      text(0, 14, tr("reads", { shape: reads })),
      text(TENSOR.right, 14, tr("makes", { shape: makes })),
      drawn,
      text(0, MATRIX.top - 28, weights, "weight"),
      text(0, MATRIX.top - 10, tr(`matrix.${kind}`)),
      text(0, saysAt(inC, outC, inC * kernel ** 2), madeText(kind, data, position, context), "ink"),
    ].join("")}</g>`,
  };
}

export function panelsOf(
  data: ThreeData,
  context: Context,
  position: Position = data.position,
  { playing, speed }: Playing = STILL,
): Panel[] {
  const { tr } = context;
  const place = placeText(position, data, context);
  const transport = transportHtml({ at: position.step, end: data.steps, playing, speed, speeds: SPEEDS, place }, tr);
  return [
    { id: "presets", span: 12, title: tr("panels.presets"), html: presetsHtml(context) },
    {
      id: "transport",
      span: 12,
      title: "",
      html: `${transport}<p class="place">${esc(place)}</p>`,
    },
    { id: "counters", span: 12, title: tr("panels.counters"), html: countersHtml(data, position, context) },
    ...KINDS.map((kind) => columnPanel(kind, data, position, context)),
  ];
}

/** Two blocks side by side in step, the comparison as a table, and all ten as cards, each drawn to the same scale. */
import { CHART_TEXT } from "@/figures/shell/chart-marks.ts";
import type { Panel } from "@/figures/shell/contract.ts";
import { escapeHtml, linear, round } from "@/figures/shell/markup.ts";
import { drawPanels, type Mark, type MarkPanel } from "@/figures/shell/marks.ts";
import { isLive, partsOf, type Stage } from "./blocks.ts";
import { commonWidth, faces, hatching, outlineOf, rulerLength } from "./boxes.ts";
import type { BlockFacts, GalleryData } from "./compute.ts";
import { type Context, stageAt, stageName } from "./words.ts";

const esc = escapeHtml;
const n = (value: number): string => String(round(value, 2));

/** Hatching lines a drawing is wide. */
const HATCHES = 36;
/** The same on a card, which is shown smaller. */
const CARD_HATCHES = 20;

type Life = "now" | "live" | "gone" | "waits";

const lifeOf = (stages: readonly Stage[], index: number, at: number): Life =>
  index === at ? "now" : index > at ? "waits" : isLive(stages, index, at) ? "live" : "gone";

const STROKE = 'vector-effect="non-scaling-stroke"';

function boxSvg(stage: Stage, index: number, life: Life, width: number): string {
  const { height } = outlineOf(stage.shape);
  const { front, rest } = faces(stage.shape);
  const hatch = stage.isLinear ? `<path class="hatch" d="${hatching(stage.shape, width / HATCHES)}" ${STROKE}/>` : "";
  const margin = width / 100;
  return `<svg viewBox="${n(-margin)} ${n(-margin)} ${n(width + 2 * margin)} ${n(height + 2 * margin)}" aria-hidden="true" class="box ${life}${index === 0 ? " input" : ""}"><path class="rest" d="${rest}" ${STROKE}/><path class="front" d="${front}" ${STROKE}/>${hatch}</svg>`;
}

function row(block: BlockFacts, index: number, width: number, context: Context): string {
  const { tr, num, state } = context;
  const at = stageAt(block, state.at);
  const stage = block.stages[index]!;
  const life = lifeOf(block.stages, index, at);
  const [h, w, c] = stage.shape;
  const shape = `${String(h)}×${String(w)}×${String(c)}`;
  const cost = stage.madds > 0 ? tr("row.madds", { madds: num(stage.madds) }) : "";
  const current = life === "now" ? ' aria-current="step"' : "";
  const words = [cost, tr(`life.${life}`)].filter(Boolean).map((line) => `\n${esc(line)}`);
  return `<button type="button" class="tensor" data-part="${partsOf(stage).join(" ")}" data-set='{"at":${String(index)}}'${current}>${boxSvg(stage, index, life, width)}<span><b>${esc(stageName(stage, context))}</b> ${esc(shape)}<em>${words.join("")}</em></span></button>`;
}

function blockHtml(block: BlockFacts, width: number, context: Context): string {
  const { tr, num, state } = context;
  const rows = block.stages.map((_, index) => row(block, index, width, context));
  const live = block.stages[stageAt(block, state.at)]!.bytesLive;
  return `<div class="stack">${rows.join("")}</div><p class="bytes">${esc(tr("row.live", { bytes: num(live), peak: num(block.peakBytes) }))}</p>`;
}

/** One step back or on, in both blocks; at an end the button stays and does nothing. */
function stepsHtml({ a, b }: GalleryData, { tr, state }: Context): string {
  const last = Math.max(a.stages.length, b.stages.length) - 1;
  const button = (key: string, at: number, off: boolean): string =>
    `<button type="button" class="button" data-set='{"at":${String(off ? state.at : at)}}'${off ? ' aria-disabled="true"' : ""}>${esc(tr(`steps.${key}`))}</button>`;
  const where = tr("steps.at", { at: String(state.at), last: String(last) });
  return `<div class="steps">${button("previous", state.at - 1, state.at === 0)}<span>${esc(where)}</span>${button("next", state.at + 1, state.at === last)}</div>`;
}

function rulerHtml(width: number, { tr }: Context): string {
  const length = rulerLength(width);
  const margin = width / 100;
  const tick = width / 60;
  return `<div class="ruler"><svg viewBox="${n(-margin)} 0 ${n(width + 2 * margin)} ${n(2 * tick)}" aria-hidden="true"><path d="M0 0v${n(2 * tick)}M0 ${n(tick)}h${n(length)}M${n(length)} 0v${n(2 * tick)}" ${STROKE}/></svg><span>${esc(tr("ruler", { n: length }))}</span></div><p class="keys"><span class="key hatch">${esc(tr("keys.linear"))}</span><span class="key live">${esc(tr("keys.live"))}</span><span class="key waits">${esc(tr("keys.waits"))}</span></p>`;
}

function tableHtml({ a, b }: GalleryData, { tr, num }: Context): string {
  const row = (key: string, one: number, other: number): string =>
    `<tr><th scope="row">${esc(tr(`columns.${key}`))}</th><td>${num(one)}</td><td>${num(other)}</td><td>${num(other / one, { decimals: 2 })}</td></tr>`;
  const head = [tr("columns.measure"), "A", "B", tr("columns.ratio")].map(
    (text) => `<th scope="col">${esc(text)}</th>`,
  );
  return `<table class="facts"><tr>${head.join("")}</tr>${row("madds", a.madds, b.madds)}${row("params", a.params, b.params)}${row("peak", a.peakBytes, b.peakBytes)}</table>`;
}

/** All tensors of a block one above the other. */
function cardSvg({ stages }: BlockFacts, width: number): string {
  let top = 0;
  let hatch = "";
  const all = { input: { front: "", rest: "" }, made: { front: "", rest: "" } };
  for (const { kind, shape, isLinear } of stages) {
    const own = all[kind === "input" ? "input" : "made"];
    const { front, rest } = faces(shape, top);
    own.front += front;
    own.rest += rest;
    if (isLinear) hatch += hatching(shape, width / CARD_HATCHES, top);
    top += outlineOf(shape).height + width / 40;
  }
  const margin = width / 100;
  const paths = (["input", "made"] as const).map(
    (ink) =>
      `<path class="rest ${ink}" d="${all[ink].rest}" ${STROKE}/><path class="front ${ink}" d="${all[ink].front}" ${STROKE}/>`,
  );
  const lines = hatch === "" ? "" : `<path class="hatch" d="${hatch}" ${STROKE}/>`;
  return `<svg viewBox="${n(-margin)} ${n(-margin)} ${n(width + 2 * margin)} ${n(top)}" aria-hidden="true" class="box live">${paths.join("")}${lines}</svg>`;
}

function card(block: BlockFacts, width: number, { tr, num, state }: Context): string {
  const pick = (which: "a" | "b"): string => {
    const letter = which.toUpperCase();
    const name = tr("pick", { name: tr(`names.${block.id}`), which: letter });
    return `<button type="button" class="chip" aria-pressed="${String(state[which] === block.id)}" aria-label="${esc(name)}" data-set='{"${which}":"${block.id}"}'>${letter}</button>`;
  };
  const facts = tr("card", {
    madds: num(block.madds),
    params: num(block.params),
    kb: num(block.peakBytes / 1000, { decimals: 0 }),
  });
  return `<div class="card">${cardSvg(block, width)}<b>${esc(tr(`names.${block.id}`))}</b><small>${esc(facts)}</small><div>${pick("a")}${pick("b")}</div></div>`;
}

const PRESETS = [
  { key: "figure2ab", a: "regular", b: "separable" },
  { key: "figure2cd", a: "linear-bottleneck", b: "expansion-layer" },
  { key: "figure3", a: "resnet-bottleneck", b: "mobilenet-v2", stride: "1" },
  { key: "v1v2", a: "mobilenet-v1", b: "mobilenet-v2" },
  { key: "v2v3", a: "mobilenet-v2", b: "mobilenet-v3" },
  { key: "v2shuffle", a: "mobilenet-v2", b: "shufflenet-v2" },
] as const;

function presetsHtml({ tr, state }: Context): string {
  const buttons = PRESETS.map(({ key, ...set }) => {
    const pressed = state.a === set.a && state.b === set.b;
    return `<button type="button" class="chip" aria-pressed="${String(pressed)}" data-set='${esc(JSON.stringify(set))}'>${esc(tr(`presets.${key}`))}</button>`;
  });
  return `<div class="chips" role="group" aria-label="${esc(tr("panels.presets"))}">${buttons.join("")}</div>`;
}

const [BARS, LINE, TOP] = [340, 40, 6];
/** A digit's width at the size of chart text, rounded up. */
const DIGIT = 8.5;

/** Multiply-adds of all ten, A and B in full colour and named. */
function barsPanel({ blocks }: GalleryData, { tr, num, state }: Context): MarkPanel {
  const most = Math.max(...blocks.map(({ madds }) => madds));
  // Beside the longest bar its number must find room.
  const x = linear([0, most], [0, BARS - 8 - DIGIT * num(most).length]);
  const isPicked = ({ id }: BlockFacts): boolean => id === state.a || id === state.b;
  const bars = (picked: boolean): Mark => ({
    kind: "rects",
    xywh: blocks.flatMap((block, i) =>
      isPicked(block) === picked ? [0, TOP + i * LINE + 18, Math.max(1, x(block.madds)), 10] : [],
    ),
    fill: picked ? "activation" : "control",
    opacity: picked ? 1 : 0.6,
  });
  const texts = blocks.flatMap((block, i): Mark[] => {
    const letters = (["a", "b"] as const)
      .filter((which) => state[which] === block.id)
      .map((which) => which.toUpperCase());
    const name = tr(`names.${block.id}`);
    const fill = letters.length > 0 ? "ink" : "ink-2";
    const text = letters.length > 0 ? tr("bars.picked", { which: letters.join(tr("comma")), name }) : name;
    return [
      { kind: "text", x: 0, y: TOP + i * LINE + 12, text, size: CHART_TEXT, fill },
      { kind: "text", x: x(block.madds) + 6, y: TOP + i * LINE + 28, text: num(block.madds), size: CHART_TEXT, fill },
    ];
  });
  return {
    id: "bars",
    title: tr("panels.bars"),
    alt: tr("alt.bars"),
    span: 6,
    width: BARS,
    height: TOP + blocks.length * LINE,
    marks: [bars(false), bars(true), ...texts],
  };
}

export function picture(data: GalleryData, context: Context): Panel[] {
  const { tr, state } = context;
  const { a, b } = data;
  const width = commonWidth([...a.stages, ...b.stages]);
  return [
    { id: "presets", title: tr("panels.presets"), span: 12, html: presetsHtml(context) },
    { id: "ruler", title: "", span: 12, html: stepsHtml(data, context) + rulerHtml(width, context) },
    {
      id: "a",
      title: tr("panels.a", { name: tr(`names.${a.id}`) }),
      span: 6,
      pair: true,
      html: blockHtml(a, width, context),
    },
    {
      id: "b",
      title: tr("panels.b", { name: tr(`names.${b.id}`) }),
      span: 6,
      pair: true,
      html: blockHtml(b, width, context),
    },
    { id: "facts", title: tr("panels.facts"), span: 6, html: tableHtml(data, context) },
    ...(state.shown === "all" ? allPanels(data, context) : []),
  ];
}

function allPanels(data: GalleryData, context: Context): Panel[] {
  const { tr, num, state } = context;
  const { blocks } = data;
  const width = commonWidth(blocks.flatMap(({ stages }) => stages));
  const size = { size: String(state.size), channels: num(state.channels) };
  return [
    ...drawPanels([barsPanel(data, context)]),
    {
      id: "cards",
      title: tr("panels.cards", size),
      span: 12,
      html: `<div class="cards">${blocks.map((block) => card(block, width, context)).join("")}</div>`,
    },
  ];
}

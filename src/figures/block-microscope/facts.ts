/** What stands beside the arithmetic: costs, counts, histogram, receptive field, the answer, and other blocks. */
import type { Panel } from "@/figures/shell/contract.ts";
import { escapeHtml, round } from "@/figures/shell/markup.ts";
import type { Answer, MicroscopeData } from "./compute.ts";
import { type Scale, scalesOf } from "./scale.ts";
import { cellsOf, type Context, full } from "./words.ts";

const esc = escapeHtml;

/** Values beyond the ends of a scale take its last colour, so its ends say "and more" where there are any. */
function scaleBar(name: string, { reach, half, clips }: Scale, { num, tr }: Context): string {
  const end = (value: number): string =>
    tr(clips ? (value < 0 ? "legend.below" : "legend.above") : "legend.end", { value: num(value, { decimals: 2 }) });
  return `<div class="scale-bar${half ? " half" : ""}"><span>${esc(name)}</span><i data-low="${half ? "0" : esc(end(-reach))}" data-high="${esc(end(reach))}"></i></div>`;
}

export function legendHtml(data: MicroscopeData, context: Context): string {
  const { tr, state } = context;
  const scales = scalesOf(data, state.scaleMode);
  const bars =
    state.scaleMode === "tensor" && data.sources.length > 0
      ? scaleBar(tr("legend.before"), scales.before, context) + scaleBar(tr("legend.after"), scales.after, context)
      : scaleBar(tr("legend.scale"), scales.after, context);
  const nan = data.nans > 0 ? `<span class="key nan">${esc(tr("legend.nan"))}</span>` : "";
  return `${bars}<p class="legend-keys"><span class="key six">${esc(tr("legend.six"))}</span>${nan}<span class="key window">${esc(tr("legend.window"))}</span><span class="key picked">${esc(tr("legend.picked"))}</span></p><p class="legend-keys" id="${context.uid}-keys">${esc(tr("legend.keys"))}</p>`;
}

export function factsHtml(data: MicroscopeData, { tr, num }: Context): string {
  const size = cellsOf(data.shape);
  const share = (count: number): string =>
    tr("facts.share", { share: num(count / size, { percent: true, decimals: 1 }), count, of: size });
  const rows: [key: string, value: string][] = [
    ["madds", num(data.madds)],
    ["params", num(data.params)],
    ["live", tr("facts.bytes", { bytes: data.bytesLive })],
    ["peak", tr("facts.bytes", { bytes: data.bytesPeak })],
    ["zeros", share(data.zeros)],
    ["sixes", share(data.sixes)],
    ["range", tr("facts.fromTo", { min: full(data.min), max: full(data.max) })],
  ];
  if (data.nans > 0) rows.push(["nans", share(data.nans)]);
  return `<dl class="facts">${rows.map(([key, value]) => `<dt>${esc(tr(`facts.${key}`))}</dt><dd>${esc(value)}</dd>`).join("")}</dl>`;
}

const [CHART_W, CHART_H, BASE] = [360, 200, 168];

/** Bars of all values but exact zeros and sixes, which stand beside it in words: their spike would flatten the rest. */
export function histogramPanel(data: MicroscopeData, { tr, num }: Context): Panel {
  const { from, to, counts } = data.histogram;
  const most = Math.max(1, ...counts);
  const at = (value: number): number => ((value - from) / (to - from)) * CHART_W;
  const step = CHART_W / counts.length;
  const bars = counts
    .map((count, i) => {
      const height = round((count / most) * (BASE - 24), 1);
      return height === 0
        ? ""
        : `M${String(round(i * step + 0.5, 1))} ${String(BASE)}v-${String(height)}h${String(round(step - 1, 1))}V${String(BASE)}z`;
    })
    .join("");
  const size = cellsOf(data.shape);
  const zero = round(at(0), 1);
  const label = (x: number, y: number, words: string, anchor: string): string =>
    `<text x="${String(round(x, 1))}" y="${String(y)}" font-size="13" fill="var(--ink-2)" text-anchor="${anchor}">${esc(words)}</text>`;
  const anchor = zero > CHART_W * 0.66 ? "end" : zero < CHART_W * 0.34 ? "start" : "middle";
  const spike = tr("histogram.zeros", { share: num(data.zeros / size, { percent: true, decimals: 1 }) });
  const ends =
    (zero > 48 ? label(0, BASE + 18, num(from, { decimals: 2 }), "start") : "") +
    (zero < CHART_W - 48 ? label(CHART_W, BASE + 18, num(to, { decimals: 2 }), "end") : "");
  return {
    id: "histogram",
    title: tr("panels.histogram"),
    alt: tr("alt.histogram", { min: num(data.min), max: num(data.max) }),
    span: 4,
    width: CHART_W,
    height: CHART_H,
    svg: `<path d="${bars}" fill="var(--activation)"/><path d="M0 ${String(BASE)}h${String(CHART_W)}" stroke="var(--rule)"/><path d="M${String(zero)} 20V${String(BASE + 4)}" stroke="var(--ink-2)" stroke-dasharray="2 3"/>${label(zero, 12, spike, anchor)}${label(zero, BASE + 18, "0", zero < 6 ? "start" : zero > CHART_W - 6 ? "end" : "middle")}${ends}`,
  };
}

const PICTURE = 280;
const GREYS = 4;

/** The network's input with the pixels that the picked value can depend on. */
export function fieldPanel(data: MicroscopeData, { tr }: Context): Panel {
  const { width: side, grey } = data.image;
  const unit = PICTURE / side;
  const paths = Array<string>(GREYS).fill("");
  const levelAt = (i: number): number => Math.ceil(((grey[i] ?? 0) / 255) * GREYS);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side;) {
      const level = levelAt(y * side + x);
      let end = x + 1;
      while (end < side && levelAt(y * side + end) === level) end++;
      if (level > 0) paths[level - 1] = `${paths[level - 1]!}M${String(x)} ${String(y)}h${String(end - x)}`;
      x = end;
    }
  }
  const drawn = paths
    .map((d, i) =>
      d === "" ? "" : `<path stroke="var(--ink)" stroke-opacity="${String(round((i + 1) / GREYS, 2))}" d="${d}"/>`,
    )
    .join("");
  // An opened network's picture has colours, and too many pixels for paths.
  const pixels = data.seen
    ? `<image href="${data.seen}" y="-.5" width="${String(side)}" height="${String(side)}"/>`
    : drawn;
  const { top, left, bottom, right } = data.field;
  const [x0, y0] = [Math.max(0, left), Math.max(0, top)];
  const [x1, y1] = [Math.min(side, right + 1), Math.min(side, bottom + 1)];
  const box = `M${String(x0)} ${String(y0)}H${String(x1)}V${String(y1)}H${String(x0)}z`;
  const [rows, columns] = [bottom - top + 1, right - left + 1];
  const title = tr("panels.field", { rows, columns, side });
  const s = String(side);
  return {
    id: "field",
    title,
    alt: tr("alt.field", { top: y0, bottom: y1 - 1, left: x0, right: x1 - 1 }),
    span: 4,
    width: PICTURE,
    height: PICTURE,
    svg: `<rect width="${String(PICTURE)}" height="${String(PICTURE)}" fill="var(--surface)"/><g transform="scale(${String(unit)})"><g transform="translate(0 .5)" shape-rendering="crispEdges" fill="none">${pixels}</g><path fill="var(--paper)" fill-opacity=".55" fill-rule="evenodd" d="M0 0H${s}V${s}H0z${box}"/><path d="${box}" fill="none" stroke="var(--accent)" stroke-width="2.5" vector-effect="non-scaling-stroke"/></g>`,
  };
}

function answerList({ top }: Answer, { num }: Context): string {
  const rows = top.map(
    ({ label, probability }) =>
      `<li style="--share:${String(round(probability, 4))}" data-share="${num(probability, { percent: true, decimals: 1 })}">${esc(label)}</li>`,
  );
  return `<ol>${rows.join("")}</ol>`;
}

export function answerHtml(data: MicroscopeData, context: Context): string {
  const { tr, state } = context;
  const now = answerList(data.prediction, context);
  if (!data.trained) return `<div class="answer">${now}</div><p class="note">${esc(tr("answer.unchanged"))}</p>`;
  const key = state.scope === "network" ? "answer.networkNote" : "answer.blockNote";
  return `<div class="answer two"><div><p class="where">${esc(tr("answer.switched"))}</p>${now}</div><div><p class="where">${esc(tr("answer.trained"))}</p>${answerList(data.trained, context)}</div></div><p class="note">${esc(tr(key, { block: String(data.block) }))}</p>`;
}

export function rivalsHtml(data: MicroscopeData, { tr, num }: Context): string {
  if (data.rivals.length === 0) return `<p class="note">${esc(tr("rivals.none"))}</p>`;
  const most = Math.max(...data.rivals.map(({ madds }) => madds));
  const rows = data.rivals.map(
    ({ kind, madds, weights }) =>
      `<tr><th scope="row">${esc(tr(`rivals.${kind}`))}</th><td style="--share:${String(round(madds / most, 3))}">${num(madds)}</td><td>${num(weights)}</td></tr>`,
  );
  const head = ["block", "madds", "weights"].map((key) => `<th scope="col">${esc(tr(`rivals.head.${key}`))}</th>`);
  return `<table class="rivals"><tr>${head.join("")}</tr>${rows.join("")}</table><p class="note">${esc(tr("rivals.note"))}</p>`;
}

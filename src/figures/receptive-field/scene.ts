/** The picture with the reach on it, every earlier tensor as a tile, and the reach block by block as a chart. */
import { type Area, axes, CHART_TEXT, logarithmic } from "@/figures/shell/chart-marks.ts";
import type { Panel } from "@/figures/shell/contract.ts";
import { pictureUrl } from "@/figures/shell/picture-url.ts";
import { inColour } from "@kernels/images/seen-image.ts";
import { escapeHtml, linear, round } from "@/figures/shell/markup.ts";
import { drawPanels, type Mark } from "@/figures/shell/marks.ts";
import type { Earlier, FieldData } from "./compute.ts";
import { boxPath, heatPaths, outline } from "./heat.ts";
import { SHARES } from "./shares.ts";
import { type Context, sizeOf, stepName } from "./words.ts";

const SIDE = 320;
const esc = escapeHtml;

/** The picture: pixels by influence, the digit's outline, the box. Without values, picture and box to one scale. */
function pictureSvg(data: FieldData): string {
  const [picture] = data.tensors;
  if (!picture) return "";
  const { reach, shape, measured } = picture;
  const [h, w] = shape;
  // Room for the box's stroke, which would be cut in half at the panel's edge.
  const margin = w / 100;
  const low = (measured ? 0 : Math.min(0, reach.top, reach.left)) - margin;
  const high = (measured ? w : Math.max(w, reach.bottom + 1, reach.right + 1)) + margin;
  const unit = SIDE / (high - low);
  const stroke = `vector-effect="non-scaling-stroke"`;
  // A photo is its own ground, so that what lies outside the box can be told; inside, its outline stands on the heat.
  const photo =
    data.image && inColour(data.image)
      ? `<image href="${pictureUrl(w, h, data.image.rgb)}" width="${String(w)}" height="${String(h)}" opacity=".7" style="image-rendering:pixelated"/>`
      : "";
  const ground = `<rect width="${String(w)}" height="${String(h)}" fill="var(--surface)"/>${photo}`;
  const heat = measured ? heatPaths(measured.rank, w) : "";
  const digit = data.image
    ? `<path d="${outline(data.image)}" fill="none" stroke="var(--ink)" stroke-width="1.5" ${stroke}/>`
    : "";
  const box = measured ? boxPath(reach, shape) : boxPath(reach);
  return `<g transform="scale(${String(round(unit, 4))})translate(${String(-low)} ${String(-low)})">${ground}${heat}${digit}<path d="M0 0H${String(w)}V${String(h)}H0z" fill="none" stroke="var(--rule)" ${stroke}/><path d="${box}" fill="none" stroke="var(--accent)" stroke-width="2.5" ${stroke}/></g>`;
}

function tile(data: FieldData, tensor: Earlier, isPicked: boolean, context: Context): string {
  const { tr } = context;
  const [h, w, c] = tensor.shape;
  const heat = tensor.measured ? heatPaths(tensor.measured.rank, w) : "";
  const size = sizeOf(tensor.reach);
  const isInput = tensor.step === "input";
  const isOutput = tensor.block < data.block;
  const step = stepName(context, data.network, tensor);
  const name = isInput ? tr("tile.picture") : isOutput ? tr("tile.block", { block: String(tensor.block) }) : step;
  const shape = `${String(h)}×${String(w)}×${String(c)}`;
  const n = String(tensor.measured?.carry ?? 0);
  const carrying = tensor.measured ? tr("tile.carry", { n, inside: String(tensor.inside) }) : "";
  const svg = `<svg viewBox="0 0 ${String(w)} ${String(h)}" aria-hidden="true"><rect width="${String(w)}" height="${String(h)}" fill="var(--surface)"/>${heat}<path d="${boxPath(tensor.reach, tensor.shape)}" fill="none" stroke="var(--accent)" stroke-width="2" vector-effect="non-scaling-stroke"/></svg>`;
  const set = esc(JSON.stringify({ block: tensor.block, step: isOutput ? "add" : tensor.step }));
  const state = isPicked ? ' aria-current="true"' : "";
  return `<button type="button" class="tile" data-set="${set}"${state}>${svg}<span>${esc(name)}</span><small>${esc(shape)}<br>${esc(tr("tile.reach", size))}${carrying === "" ? "" : `<br>${esc(carrying)}`}</small></button>`;
}

function legend({ tr, num }: Context): string {
  const keys = SHARES.map((share, i) => {
    const text = tr(i === 0 ? "legend.first" : "legend.to", { share: num(share, { percent: true, decimals: 0 }) });
    return `<span style="--key:var(--heat-${String(5 - i)})">${esc(text)}</span>`;
  });
  const rest = `<span style="--key:var(--heat-${String(5 - SHARES.length)})">${esc(tr("legend.rest"))}</span>`;
  return `<p class="heat-keys">${keys.join("")}${rest}</p>`;
}

const [WIDTH, HEIGHT] = [340, 340];
const AREA: Area = { left: 40, right: 334, top: 76, bottom: 290 };
/** Thirds of a power of ten, as a logarithmic axis names them. */
const THIRDS = [1, 3, 10, 30, 100, 300, 1000];

function growthMarks(data: FieldData, { tr, num }: Context): Mark[] {
  const { growth } = data;
  const picture = data.tensors[0]?.shape[0] ?? 1;
  const most = Math.max(picture, ...growth.map(({ side }) => side));
  const ticks = THIRDS.slice(0, THIRDS.findIndex((value) => value >= most) + 1);
  const x = linear([-0.5, growth.length - 0.5], [AREA.left, AREA.right]);
  const y = logarithmic([1, ticks.at(-1) ?? 1], [AREA.bottom, AREA.top]);
  const width = x(1) - x(0);
  const every = growth.length > 10 ? 2 : 1;
  const measured = growth.flatMap(({ block, carry }) => (carry === null ? [] : [x(block), y(Math.sqrt(carry))]));
  const key = (y: number, text: string): Mark => ({ kind: "text", x: 22, y, text, size: CHART_TEXT });
  return [
    {
      kind: "rects",
      xywh: [x(data.block) - width / 2, AREA.top, width, AREA.bottom - AREA.top],
      fill: "surface",
    },
    ...axes(
      AREA,
      growth.filter(({ block }) => block % every === 0).map(({ block }) => ({ at: x(block), text: num(block) })),
      ticks.map((value) => ({ at: y(value), text: num(value) })),
      { x: tr("axes.block") },
    ),
    { kind: "text", x: 0, y: 62, text: tr("axes.pixels"), size: CHART_TEXT },
    { kind: "line", xy: [AREA.left, y(picture), AREA.right, y(picture)], stroke: "ink-2", width: 1.25, dash: "5 4" },
    { kind: "text", x: AREA.right, y: y(picture) - 6, text: tr("legend.picture"), anchor: "end", size: CHART_TEXT },
    { kind: "line", xy: growth.flatMap(({ block, side }) => [x(block), y(side)]), stroke: "accent", width: 2 },
    { kind: "dots", xy: measured, r: 4, fill: "activation" },
    { kind: "line", xy: [0, 10, 16, 10], stroke: "accent", width: 2 },
    key(15, tr("legend.formula")),
    ...(measured.length > 0
      ? ([{ kind: "dots", xy: [8, 32], r: 4, fill: "activation" }, key(37, tr("legend.measured"))] as Mark[])
      : []),
  ];
}

export function picture(data: FieldData, context: Context): Panel[] {
  const { tr } = context;
  const [first] = data.tensors;
  const size = first ? sizeOf(first.reach) : { rows: "", columns: "" };
  const tiles = data.tensors.map((tensor, i) => tile(data, tensor, i === data.tensors.length - 1, context));
  const hasValues = data.image !== null;
  return [
    {
      id: "picture",
      title: tr("panels.picture", { ...size, side: String(first?.shape[0] ?? 0) }),
      alt: tr(hasValues ? "alt.picture" : "alt.pictureFormula", size),
      span: 6,
      width: SIDE,
      height: SIDE,
      svg: pictureSvg(data),
    },
    ...drawPanels([
      {
        id: "growth",
        title: tr("panels.growth"),
        alt: tr("alt.growth", { last: data.growth.length - 1 }),
        span: 6,
        width: WIDTH,
        height: HEIGHT,
        marks: growthMarks(data, context),
      },
    ]),
    { id: "legend", title: "", span: 12, html: hasValues ? legend(context) : "" },
    { id: "tensors", title: tr("panels.tensors"), span: 12, html: `<div class="tiles">${tiles.join("")}</div>` },
  ];
}

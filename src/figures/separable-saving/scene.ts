/** The law as curves over the output channels, the reader's point and the layers of MobileNetV2 on them. */
import { axes, CHART_TEXT, CHART_WIDTH, logarithmic, type Area } from "@/figures/shell/chart-marks.ts";
import type { DrawContext, Panel } from "@/figures/shell/contract.ts";
import { escapeHtml } from "@/figures/shell/markup.ts";
import { type Mark, marksSvg } from "@/figures/shell/marks.ts";
import { percent } from "@/figures/shell/share-words.ts";
import type { LayerGroup, SavingData, SavingState } from "./compute.ts";

type Context = DrawContext<SavingState>;

const AREA: Area = { left: 56, right: 316, top: 30, bottom: 292 };
const SAVINGS = [1, 2, 4, 8, 16, 32] as const;
const CHANNELS = [1, 4, 16, 64, 256, 1280] as const;

function chart(data: SavingData, { state, tr, num }: Context): Mark[] {
  const x = logarithmic([1, 1280], [AREA.left, AREA.right]);
  // The share is 1 / saving: the same scale turned over.
  const down = state.shows === "share";
  const y = logarithmic([0.5, 60], down ? [AREA.top, AREA.bottom] : [AREA.bottom, AREA.top]);
  const value = (saving: number): string =>
    down ? percent(1 / saving, num) : tr("times", { n: num(saving, { decimals: 0 }) });
  const chosen = data.curves.find(({ kernel }) => kernel === data.kernel);
  return [
    ...axes(
      AREA,
      CHANNELS.map((n) => ({ at: x(n), text: num(n) })),
      SAVINGS.map((n) => ({ at: y(n), text: value(n) })),
      { x: tr("axes.outC"), y: tr(`axes.${state.shows}`) },
    ),
    ...data.curves.flatMap(({ kernel, limit, savings }): Mark[] => {
      const here = kernel === data.kernel;
      return [
        {
          kind: "line",
          part: "limit",
          xy: [AREA.left, y(limit), AREA.right, y(limit)],
          stroke: "ink-2",
          width: 1,
          dash: "2 4",
        },
        {
          kind: "line",
          xy: data.channels.flatMap((n, i) => [x(n), y(savings[i] as number)]),
          stroke: here ? "weight" : "control",
          width: here ? 3 : 1.75,
        },
        {
          kind: "text",
          x: AREA.right + 6,
          y: y(savings.at(-1) as number) + 5,
          text: tr("k", { k: kernel, limit: value(limit) }),
          size: CHART_TEXT,
          fill: here ? "weight" : "ink-2",
        },
      ];
    }),
    ...(chosen
      ? ([
          {
            kind: "line",
            xy: [x(chosen.settled), y((8 / 9) * chosen.limit), x(chosen.settled), AREA.bottom],
            stroke: "weight",
            width: 1,
            dash: "4 3",
          },
        ] satisfies Mark[])
      : []),
    {
      kind: "dots",
      part: "layers",
      xy: data.layers.flatMap(({ outC, saving }) => [x(outC), y(saving)]),
      r: 5.5,
      fill: "none",
      stroke: "activation",
    },
    { kind: "line", xy: [x(data.outC), AREA.bottom, x(data.outC), y(data.saving)], stroke: "accent", width: 1.5 },
    { kind: "dots", xy: [x(data.outC), y(data.saving)], r: 6.5, fill: "accent" },
  ];
}

const esc = escapeHtml;

/** What is left of the standard cost, as two lengths of one bar. */
function leftHtml(data: SavingData, { tr, num }: Context): string {
  const { depthwise, pointwise, standard } = data.madds;
  const bar = (key: string, madds: string, parts: readonly (readonly [kind: string, share: number])[]): string =>
    `<dt>${esc(tr(`left.${key}`))}</dt><dd><span class="track">${parts
      .map(
        ([kind, share]) =>
          `<i class="${kind}"${kind === "whole" ? "" : ` data-part="${kind}"`} style="--share:${share.toFixed(4)}"></i>`,
      )
      .join("")}</span><span>${esc(madds)}</span></dd>`;
  const k2 = data.kernel ** 2;
  const values = {
    k2: num(k2),
    outC: num(data.outC),
    standard: num(standard),
    separable: num(depthwise + pointwise),
    share: percent(data.share, num),
    depthwise: percent(depthwise / standard, num),
    pointwise: percent(pointwise / standard, num),
  };
  return `<dl class="left">${bar("standard", tr("left.standardMadds", values), [["whole", 1]])}${bar(
    "separable",
    tr("left.separableMadds", values),
    [
      ["depthwise", depthwise / standard],
      ["pointwise", pointwise / standard],
    ],
  )}</dl><p class="keys"><span class="depthwise" data-part="depthwise">${esc(tr("left.depthwise", values))}</span><span class="pointwise" data-part="pointwise">${esc(
    tr("left.pointwise", values),
  )}</span></p><p class="law">${esc(tr("left.law", values))}</p>`;
}

const blocksText = ({ blocks }: LayerGroup): string => {
  const [first, last] = [blocks[0] ?? 0, blocks.at(-1) ?? 0];
  return first === last ? String(first) : `${String(first)}–${String(last)}`;
};

/** Layers of the network; a press moves the reader's point there. */
function layersHtml(data: SavingData, { tr, num }: Context): string {
  const rows = data.layers.map((group) => {
    const here = group.outC === data.outC && group.kernel === data.kernel;
    const set = esc(JSON.stringify({ kernel: String(group.kernel), outC: String(group.outC) }));
    return `<li><button type="button" data-set="${set}" aria-pressed="${String(here)}"><span>${esc(
      tr("layers.row", { blocks: blocksText(group), count: group.blocks.length, outC: num(group.outC) }),
    )}</span><b>${esc(tr("times", { n: num(group.saving, { decimals: 2 }) }))}</b></button></li>`;
  });
  return `<ul class="layers" data-part="layers">${rows.join("")}</ul>`;
}

export const panelsOf = (data: SavingData, context: Context): Panel[] => {
  const { tr, num } = context;
  return [
    {
      id: "chart",
      span: 6,
      width: CHART_WIDTH,
      height: 340,
      title: tr(`panels.${context.state.shows}`),
      alt: tr("alt.chart", {
        outC: num(data.outC),
        saving: num(data.saving, { decimals: 2 }),
        kernel: data.kernel,
        network: tr(`controls.network.options.${context.state.network}`),
      }),
      svg: marksSvg(chart(data, context)),
    },
    {
      id: "layers",
      span: 6,
      title: tr("panels.layers", { network: tr(`controls.network.options.${context.state.network}`) }),
      html: layersHtml(data, context),
    },
    { id: "left", span: 12, title: tr("panels.left"), html: leftHtml(data, context) },
  ];
};

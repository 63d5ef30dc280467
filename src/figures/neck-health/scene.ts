/** Three charts over the blocks (what ReLU6 sets, how full the necks are, which positions lose), and one block's numbers. */
import { type Area, axes, CHART_TEXT, niceTicks } from "@/figures/shell/chart-marks.ts";
import type { DrawContext, Panel } from "@/figures/shell/contract.ts";
import { escapeHtml, linear } from "@/figures/shell/markup.ts";
import { drawPanels, type Ink, type Mark } from "@/figures/shell/marks.ts";
import type { BlockHealth } from "@kernels/engine/health.ts";
import type { NeckHealthData, NeckHealthState } from "./compute.ts";

type Context = DrawContext<NeckHealthState>;

const [WIDTH, HEIGHT] = [340, 320];
const AREA: Area = { left: 50, right: 336, top: 76, bottom: 274 };

/** Bars that stand beside one another at a block; `from` is where each starts, 0 if it stands on the ground. */
interface Series {
  readonly name: string;
  readonly ink: Ink;
  readonly of: (block: BlockHealth) => number | null;
  readonly from?: (block: BlockHealth) => number;
  /** Which of the columns of a block it takes. */
  readonly column: number;
}

function chart(
  { blocks }: NeckHealthData,
  { state, tr }: Context,
  series: readonly Series[],
  ticks: readonly number[],
  text: (value: number) => string,
): Mark[] {
  const y = linear([0, ticks.at(-1) ?? 1], [AREA.bottom, AREA.top]);
  const step = (AREA.right - AREA.left) / blocks.length;
  const columns = Math.max(...series.map(({ column }) => column)) + 1;
  const bar = (0.8 * step) / columns;
  const left = (i: number): number => AREA.left + i * step;
  const bars = series.map(({ of, from, column, ink }): Mark => ({
    kind: "rects",
    fill: ink,
    xywh: blocks.flatMap((block, i) => {
      const value = of(block);
      if (value === null || value === 0) return [];
      const ground = from?.(block) ?? 0;
      const high = y(ground + value);
      return [left(i) + 0.1 * step + column * bar, high, bar - 0.6, Math.max(0.8, y(ground) - high)];
    }),
  }));
  const shown = blocks.flatMap(({ block }, i) =>
    block === 1 || block % 4 === 1 ? [{ at: left(i) + step / 2, text: String(block) }] : [],
  );
  return [
    { kind: "rects", xywh: [left(state.block - 1), AREA.top - 6, step, AREA.bottom - AREA.top + 30], fill: "surface" },
    ...axes(
      AREA,
      shown,
      ticks.map((value) => ({ at: y(value), text: text(value) })),
      { x: tr("axes.block") },
    ),
    ...bars,
    ...series.flatMap(({ name, ink }, i): Mark[] => [
      { kind: "rects", xywh: [0, 4 + 21 * i, 14, 14], fill: ink },
      { kind: "text", x: 20, y: 16 + 21 * i, text: name, size: CHART_TEXT },
    ]),
  ];
}

const SHARES = [0, 0.25, 0.5, 0.75, 1];

function charts(data: NeckHealthData, context: Context): Panel[] {
  const { tr, num, state } = context;
  const percent = (share: number): string => num(share, { percent: true, decimals: 0 });
  const named = (id: string) => ({ name: tr(`series.${id}`) });
  const drawn = [
    {
      id: "clipped",
      series: [
        { ...named("expand"), ink: "input", column: 0, of: ({ expand }) => expand && expand.zeros },
        { ...named("depthwise"), ink: "activation", column: 1, of: ({ depthwise }) => depthwise.zeros },
        {
          ...named("sixes"),
          ink: "weight",
          column: 1,
          of: ({ depthwise }) => depthwise.sixes,
          from: ({ depthwise }) => depthwise.zeros,
        },
      ],
      ticks: SHARES,
      text: percent,
    },
    {
      id: "rank",
      series: [
        { ...named("channels"), ink: "control", column: 0, of: ({ neck }) => neck.channels },
        { ...named("rank"), ink: "activation", column: 1, of: ({ rank }) => rank },
        { ...named("clippedRank"), ink: "lost", column: 2, of: ({ clippedRank }) => clippedRank },
      ],
      ticks: niceTicks(Math.max(...data.blocks.map(({ neck }) => neck.channels))),
      text: (value: number) => num(value, { decimals: 0 }),
    },
    {
      id: "lost",
      series: [
        { ...named("lost"), ink: "activation", column: 0, of: ({ lost }) => lost },
        {
          ...named(data.hasNeckRelu6 ? "neckLostThere" : "neckLost"),
          ink: "lost",
          column: 1,
          of: ({ neckLost }) => neckLost,
        },
      ],
      ticks: SHARES,
      text: percent,
    },
  ] as const satisfies readonly {
    id: string;
    series: readonly Series[];
    ticks: readonly number[];
    text: (value: number) => string;
  }[];
  return drawPanels(
    drawn.map(({ id, series, ticks, text }) => ({
      id,
      title: tr(`panels.${id}`),
      alt: tr(`alt.${id}`, { block: state.block }),
      span: 4,
      width: WIDTH,
      height: HEIGHT,
      marks: chart(data, context, series, ticks, text),
    })),
  );
}

/** The picked block in numbers: each ReLU6 that there is, and the one on the neck, there or not. */
function numbers({ blocks, hasNeckRelu6 }: NeckHealthData, { tr, num, state }: Context): Panel {
  const block = blocks[state.block - 1]!;
  const percent = (share: number): string => num(share, { percent: true, decimals: 1 });
  const head = ["where", "zeros", "sixes", "dead"].map(
    (key) => `<th scope="col">${escapeHtml(tr(`numbers.${key}`))}</th>`,
  );
  const rows = (["expand", "depthwise", "neck"] as const).flatMap((where) => {
    const clip = block[where];
    if (!clip) return [];
    const dead = tr("numbers.deadOf", { dead: num(clip.dead), channels: num(clip.channels) });
    const cells = [percent(clip.zeros), percent(clip.sixes), dead].map((text) => `<td>${escapeHtml(text)}</td>`);
    return [
      `<tr><th scope="row">${escapeHtml(tr(`where.${where === "neck" && hasNeckRelu6 ? "neckThere" : where}`))}</th>${cells.join("")}</tr>`,
    ];
  });
  return {
    id: "numbers",
    title: tr("panels.numbers", { block: state.block }),
    span: 12,
    html: `<table class="health"><thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`,
  };
}

export const picture = (data: NeckHealthData, context: Context): Panel[] => [
  ...charts(data, context),
  numbers(data, context),
];

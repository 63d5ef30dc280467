/** Half the input, the ghost, their sum, the other decoder, and the ghost's size against n. */
import { axes, CHART_TEXT, CHART_WIDTH, logarithmic, type Area } from "@/figures/shell/chart-marks.ts";
import type { DrawContext } from "@/figures/shell/contract.ts";
import { curveMarks, frame } from "@/figures/shell/curve-marks.ts";
import { linear } from "@/figures/shell/markup.ts";
import type { Mark, MarkPanel } from "@/figures/shell/marks.ts";
import type { Pair } from "@kernels/manifold/collapse.ts";
import type { GhostData, GhostState } from "./compute.ts";

type Context = Omit<DrawContext<GhostState>, "uid">;

const SIZE = 320;
const COARSE = 100;

export function scene(data: GhostData, context: Context, fine: boolean): MarkPanel[] {
  const { state, tr, num } = context;
  const { points, half, ghost, starts, lost, recoveredActive } = data;
  const options = { size: SIZE, every: fine ? 1 : Math.max(1, Math.ceil(points.length / COARSE)), starts };
  const faint = curveMarks(points, { ...options, ghost: true });
  const sum = half.map(([x, y], i): Pair => {
    const [gx, gy] = ghost[i] as Pair;
    return [x + state.share * gx, y + state.share * gy];
  });
  const values = { n: state.n, share: num(state.share, { decimals: 2 }) };
  const square = (id: string, key: string, marks: readonly Mark[]): MarkPanel => ({
    id,
    span: 4,
    pair: true,
    width: SIZE,
    height: SIZE,
    title: tr(points.length === 0 ? "nothingDrawn" : `panels.${key}`, values),
    alt: tr(`alt.${key}`, values),
    // Each curve is a part by its panel's name, whichever of its points are lost.
    marks: [...frame(SIZE), ...faint, ...marks.map((mark) => ({ ...mark, part: id }))],
  });
  return [
    square("half", "half", curveMarks(half, options)),
    square("ghost", "ghost", curveMarks(ghost, options)),
    square("sum", state.share === 1 ? "sum" : "partial", curveMarks(sum, { ...options, lost })),
    square("active", "active", curveMarks(recoveredActive, options)),
    {
      id: "sizes",
      span: 8,
      width: CHART_WIDTH,
      height: 234,
      title: tr("panels.sizes"),
      alt: tr("alt.sizes", {
        first: num(data.sizes[0]?.median ?? 0, { decimals: 2 }),
        last: num(data.sizes.at(-1)?.median ?? 0, { decimals: 2 }),
        n: data.sizes.at(-1)?.n ?? 0,
      }),
      marks: sizeMarks(data, context),
    },
  ];
}

const AREA: Area = { left: 50, right: 390, top: 54, bottom: 188 };
/** At n = 2 two rows may be nearly parallel and the error many times the curve: what is higher is cut and labelled. */
const MOST = 1.5;

function sizeMarks({ sizes, errorDoubled }: GhostData, { state, tr, num }: Context): Mark[] {
  const x = logarithmic([1.75, 73], [AREA.left, AREA.right]);
  const y = linear([0, MOST], [AREA.bottom, AREA.top]);
  const whole = (value: number): string => num(value, { percent: true, decimals: 0 });
  const band = 16;
  const ring = { kind: "dots", r: 6, fill: "none", stroke: "accent" } as const;
  const here = errorDoubled === null ? [] : [x(state.n), y(Math.min(MOST, errorDoubled))];
  return [
    ...axes(
      AREA,
      sizes.map(({ n }) => ({ at: x(n), text: num(n) })),
      [0, 0.5, 1, MOST].map((value) => ({ at: y(value), text: whole(value) })),
      { x: tr("axes.n"), y: tr("axes.error") },
    ),
    {
      kind: "rects",
      xywh: sizes.flatMap(({ n, p5, p95 }) => {
        const high = y(Math.min(MOST, p95));
        return [x(n) - band / 2, high, band, Math.max(1, y(p5) - high)];
      }),
      fill: "ghost",
      opacity: 0.3,
    },
    ...sizes.flatMap(({ n, p95 }, i): Mark[] => {
      if (p95 <= MOST) return [];
      // Two beside each other would touch: the first stands a line higher.
      const above = (sizes[i + 1]?.p95 ?? 0) > MOST ? CHART_TEXT + 1 : 0;
      return [{ kind: "text", x: x(n), y: AREA.top - 5 - above, text: whole(p95), anchor: "middle", size: CHART_TEXT }];
    }),
    { kind: "line", xy: sizes.flatMap(({ n, median }) => [x(n), y(median)]), stroke: "ghost", width: 2 },
    { kind: "dots", xy: sizes.flatMap(({ n, median }) => [x(n), y(median)]), r: 4, fill: "ghost" },
    { ...ring, xy: here },
    { ...ring, xy: [AREA.right - 118, 10] },
    { kind: "text", x: AREA.right - 106, y: 15, text: tr("legend.here"), size: CHART_TEXT },
  ];
}

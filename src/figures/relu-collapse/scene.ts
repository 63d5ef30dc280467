/** What the ReLU experiment looks like: marks from data, no words but titles, no events. */
import type { DrawContext } from "@/figures/shell/contract.ts";
import { frame, curveMarks } from "@/figures/shell/curve-marks.ts";
import type { Mark, MarkPanel } from "@/figures/shell/marks.ts";
import type { ReluCollapseData } from "./compute.ts";
import { errorPanel, sharePanel } from "./bars.ts";
import { imageMarks } from "./image-marks.ts";

type Context = Pick<DrawContext<{ readonly n: number; readonly view: string }>, "state" | "tr" | "num">;

const SIZE = 320;
/** Points of a curve that are drawn: on a canvas about one a pixel, in the build's picture what its weight allows. */
const FINE = 800;
const COARSE = 200;

export function scene(data: ReluCollapseData, { state, tr, num }: Context, fine: boolean): MarkPanel[] {
  const every = Math.max(1, Math.ceil(data.points.length / (fine ? FINE : COARSE)));
  const options = { size: SIZE, every, starts: data.starts };
  const empty = data.points.length === 0;
  const panels: Record<string, () => Omit<MarkPanel, "id" | "span" | "width" | "height">> = {
    input: () => ({
      title: tr("panels.input"),
      alt: tr("alt.input", {
        share: data.lostShare === null ? tr("unknown") : num(data.lostShare, { percent: true, decimals: 1 }),
      }),
      marks: [...frame(SIZE), ...curveMarks(data.points, { ...options, lost: data.lost })],
    }),
    image: () => ({
      title: tr(`panels.image${state.n <= 3 ? String(state.n) : "N"}`, {
        n: state.n,
      }),
      alt: tr("alt.image", { n: state.n }),
      marks: imageMarks(data, { size: SIZE, columns: fine ? 160 : 48, every, num }),
    }),
    pinv: () => ({
      title: tr("panels.pinv"),
      alt: tr("alt.pinv"),
      marks: [
        ...frame(SIZE),
        ...curveMarks(data.points, { ...options, ghost: true }),
        ...curveMarks(data.recoveredPinv, { ...options, lost: data.lost }),
      ],
    }),
    active: () => ({
      title: tr("panels.active"),
      alt: tr("alt.active"),
      marks: data.recoveredActive
        ? [
            ...frame(SIZE),
            ...curveMarks(data.points, { ...options, ghost: true }),
            ...curveMarks(data.recoveredActive, options),
          ]
        : [...frame(SIZE), note(tr("noActive"))],
    }),
  };
  const names = state.view === "all" ? ["input", "image", "pinv", "active"] : ["input", state.view].filter(unique);
  const span = names.length === 4 ? 3 : names.length === 2 ? 6 : 12;
  const squares = names.map((id): MarkPanel => {
    const panel = (panels[id] as NonNullable<(typeof panels)[string]>)();
    const marks = empty ? [...frame(SIZE), note(tr("nothingDrawn"))] : panel.marks;
    return { id, span, width: SIZE, height: SIZE, ...panel, marks };
  });
  return [...squares, sharePanel(data, { tr, num }), errorPanel(data, { tr, num })];
}

const unique = (name: string, index: number, names: readonly string[]): boolean => names.indexOf(name) === index;

const note = (text: string): Mark => ({
  kind: "text",
  x: SIZE / 2,
  y: SIZE / 2 + 5,
  text,
  anchor: "middle",
  size: 15,
});

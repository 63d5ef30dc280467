/** Six squares: the input, and what comes back from each n, over the faint input. */
import type { DrawContext } from "@/figures/shell/contract.ts";
import { curveMarks, frame } from "@/figures/shell/curve-marks.ts";
import type { MarkPanel } from "@/figures/shell/marks.ts";
import { percent } from "@/figures/shell/share-words.ts";
import type { PaperFigureData, PaperFigureState } from "./compute.ts";
import { DIMENSIONS } from "./dimensions.ts";

const SIZE = 320;
/** Points of a curve in the build's picture: six panels have to be small together. */
const COARSE = 100;

export function scene(
  { points, starts, passages }: PaperFigureData,
  { state, tr, num }: Omit<DrawContext<PaperFigureState>, "uid">,
  fine: boolean,
): MarkPanel[] {
  const every = fine ? 1 : Math.max(1, Math.ceil(points.length / COARSE));
  const options = { size: SIZE, every, starts };
  const square = { span: 4, pair: true, width: SIZE, height: SIZE } as const;
  const input: MarkPanel = {
    ...square,
    id: "input",
    title: tr(points.length === 0 ? "nothingDrawn" : "panels.input"),
    alt: tr("alt.input"),
    marks: [...frame(SIZE), ...curveMarks(points, options)],
  };
  const faint = curveMarks(points, { ...options, ghost: true });
  const kind = state.decoder === "active" ? "active" : state.double ? "double" : "pinv";
  const panels = DIMENSIONS.map((n, i): MarkPanel => {
    const passage = passages[i];
    const words = { n, lost: passage ? percent(passage.lostShare, num) : "" };
    return {
      ...square,
      id: `n${String(n)}`,
      title: tr(passage ? "panels.n" : "panels.empty", words),
      alt: tr(passage ? `alt.${kind}` : "panels.empty", words),
      marks: [
        ...frame(SIZE),
        ...(passage
          ? [
              ...faint,
              ...curveMarks(shown(passage, state), { ...options, lost: kind === "active" ? null : passage.lost }),
            ]
          : []),
      ],
    };
  });
  return [input, ...panels];
}

function shown(
  { recoveredPinv, recoveredActive }: PaperFigureData["passages"][number],
  { decoder, double }: PaperFigureState,
): PaperFigureData["passages"][number]["recoveredActive"] {
  if (decoder === "active") return recoveredActive;
  return double ? recoveredPinv.map(([x, y]) => [2 * x, 2 * y] as const) : recoveredPinv;
}

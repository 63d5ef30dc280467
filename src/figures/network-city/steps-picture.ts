/** The open block from the side: its tensors apart and to one scale, with their sizes; the shortcut as an arch. */
import { type Mark, marksSvg } from "@/figures/shell/marks.ts";
import { escapeHtml } from "@/figures/shell/markup.ts";
import { rulerLength } from "@/figures/shell/tensor-layout.ts";
import type { CityData } from "./compute.ts";
import { faceSvg } from "./faces.ts";
import { openChannelsPerCell } from "./layout.ts";
import { blockTensors, type CityTensor } from "./street-data.ts";
import { type Context, roleName, shapeText } from "./words.ts";

const WIDTH = 360;
/** The room for the tallest stack; a flat block's picture is lower. */
const ROOM = 118;
const TEXT = 13;
/** Three-digit sizes of four tensors have to stand side by side. */
const SMALL = 12;
const [TOP, BOTTOM, LEFT] = [24, 74, 44];
/** The first channels below, as squares of this side, and their line of words. */
const FACE = { side: 60, above: 10, below: 24 };

function stackMark({ role }: CityTensor, ground: number, x: number, long: number, high: number): Mark {
  const box = [x, ground - high, x + long, ground - high, x + long, ground, x, ground, x, ground - high];
  if (role === "picture") return { kind: "line", xy: box, stroke: "input", width: 2, fill: "input" };
  const fill = role === "expanded" || role === "depthwise" ? "heat-1" : "activation";
  return { kind: "line", xy: box, stroke: "activation", width: 1.25, fill };
}

export function stepsSvg({ street }: CityData, { state, tr, num }: Context): string {
  const indices = blockTensors(street, state.block);
  const tensors = indices.map((at) => street.tensors[at]!);
  const perCell = openChannelsPerCell(street, state.block);
  const pitch = 1 / perCell;
  const high = Math.max(...tensors.map(({ shape: [h] }) => h));
  const longs = tensors.map(({ shape: [, , c] }) => (c - 1) * pitch);
  const column = (WIDTH - LEFT) / tensors.length;
  const scale = Math.min(ROOM / high, (column - 14) / Math.max(1, ...longs));
  const ground = Math.round(TOP + high * scale);
  const hasValues = tensors.every(({ face }) => face !== null);
  const faces = ground + BOTTOM + FACE.above;
  const height = ground + BOTTOM + (hasValues ? FACE.above + FACE.side + FACE.below : 0);
  const middles = tensors.map((_, i) => LEFT + (i + 0.5) * column);
  const first = tensors[0]!;
  const cells = rulerLength(2 * first.shape[0]);
  const ruler = LEFT - 14;
  const tick = (y: number): number[] => [ruler - 3, y, ruler + 3, y, NaN, NaN];
  const marks: Mark[] = [
    { kind: "line", xy: [LEFT, ground, WIDTH, ground], stroke: "ink-2", width: 1 },
    {
      kind: "line",
      xy: [ruler, ground, ruler, ground - cells * scale, NaN, NaN, ...tick(ground), ...tick(ground - cells * scale)],
      stroke: "ink-2",
      width: 1,
    },
    { kind: "text", x: ruler - 6, y: ground - (cells * scale) / 2 + 5, text: num(cells), anchor: "end", size: TEXT },
    ...tensors.flatMap((tensor, i): Mark[] => [
      stackMark(tensor, ground, middles[i]! - (longs[i]! * scale) / 2, longs[i]! * scale, tensor.shape[0] * scale),
      { kind: "text", x: middles[i]!, y: ground + 18, text: i === 0 ? tr("role.inputShort") : tr(`short.${tensor.role}`), anchor: "middle", size: TEXT, fill: "ink" },
      { kind: "text", x: middles[i]!, y: ground + 36, text: shapeText(tensor.shape), anchor: "middle", size: SMALL },
    ]),
    { kind: "text", x: LEFT, y: ground + BOTTOM - 8, text: tr("ruler.open", { cells: num(cells), perCell: num(perCell) }), size: TEXT },
  ]; // prettier-ignore
  const last = tensors.at(-1)!;
  if (last.shortcut !== null) {
    const y = ground - high * scale - 4;
    const [from, to] = [middles[0]!, middles.at(-1)!];
    const arch = Array.from({ length: 25 }, (_, k) => {
      const t = k / 24;
      const rise = Math.sqrt(Math.sin(Math.PI * t));
      return [from + t * (to - from), y - 12 * rise];
    }).flat();
    marks.push({ kind: "line", xy: arch, stroke: "ink-2", width: 1.25 });
  }
  if (hasValues) marks.push({ kind: "text", x: LEFT, y: height - 6, text: tr("faces"), size: TEXT });
  const planes = tensors.map((tensor, i) => faceSvg(tensor, middles[i]! - FACE.side / 2, faces, FACE.side)).join("");
  const alt = tr("alt.steps", {
    steps: tensors.map((tensor) => `${roleName(tr, tensor)} ${shapeText(tensor.shape)}`).join(", "),
  });
  return `<svg class="city-steps" viewBox="0 0 ${String(WIDTH)} ${String(height)}" role="img" aria-label="${escapeHtml(alt)}">${marksSvg(marks)}${planes}</svg>`;
}

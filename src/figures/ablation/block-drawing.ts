/** Two blocks in a row, drawn as their tensors: narrow necks, wide insides, what joins them and what bends them. */
import { marksSvg, type Ink, type Mark } from "@/figures/shell/marks.ts";
import type { Words } from "@/figures/shell/contract.ts";
import type { Variant } from "./compute.ts";

export const [DRAWING_WIDTH, DRAWING_HEIGHT] = [340, 196];
const MIDDLE = 108;
/** Channels of the drawn necks, and the height of one channel. */
const [NECK, UNIT] = [8, 1.7];

/** Where each tensor stands: neck, expansion, filtered, neck, expansion, filtered, neck. */
const PLACES = [16, 66, 116, 166, 216, 266, 316];
const isNeck = (i: number): boolean => i % 3 === 0;
const isExpanded = (i: number): boolean => i % 3 === 1;

export function drawBlocks({ neck, shortcut, t, filter, after }: Variant, { tr }: Pick<Words, "tr">): string {
  const wide = NECK * Number(t);
  const hasExpand = t !== "1";
  const bend = (i: number): "relu6" | "relu" | null => {
    const activation = isNeck(i) ? neck : isExpanded(i) ? "relu6" : after;
    return activation === "linear" || activation === "none" ? null : activation;
  };
  const height = (i: number): number => UNIT * (isNeck(i) ? NECK : wide);
  const shown = PLACES.map((x, i) => ({ x, i })).filter(({ i }) => hasExpand || !isExpanded(i));
  const ink = (i: number): Ink => (isNeck(i) ? "input" : "activation");
  const boxes = shown.map(({ x, i }): Mark => ({
    kind: "rects",
    xywh: [x - 7, MIDDLE - height(i) / 2, 14, height(i)],
    fill: ink(i),
  }));
  const steps = shown.slice(1).map(({ x, i }, k): Mark => {
    const from = shown[k]!.x;
    // A filter over all channels crosses; one a channel runs straight; 1×1 layers are a thin line.
    const isFilter = !isNeck(i) && !isExpanded(i);
    const [left, right, high, low] = [from + 9, x - 9, MIDDLE - 12, MIDDLE + 12];
    const [highEnd, lowEnd] = filter === "full" ? [low, high] : [high, low];
    const xy = isFilter
      ? [...[left, high, right, highEnd], NaN, NaN, ...[left, low, right, lowEnd]]
      : [left, MIDDLE, right, MIDDLE];
    return { kind: "line", xy, stroke: "ink-2", width: isFilter ? 2 : 1.2 };
  });
  const bends = shown.slice(1).flatMap(({ x, i }): Mark[] => {
    const activation = bend(i);
    return activation === null
      ? []
      : [
          {
            kind: "text",
            x,
            y: MIDDLE + height(i) / 2 + 15,
            text: tr(`drawing.signs.${activation}`),
            anchor: "middle",
            size: 14,
            fill: isNeck(i) ? "lost" : "ink-2",
          },
        ];
  });
  const arc = (from: number, to: number, clear: number): Mark => {
    const [ground, rise] = [MIDDLE - clear - 4, 20];
    const points = Array.from({ length: 17 }, (_, k) => {
      const share = k / 16;
      return [from + (to - from) * share, ground - rise * Math.sqrt(Math.sin(Math.PI * share) + 1e-9)];
    });
    return { kind: "line", xy: points.flat(), stroke: "accent", width: 2 };
  };
  const at = (i: number): number => PLACES[i]!;
  const arcs =
    shortcut === "bottlenecks"
      ? [arc(at(0), at(3), height(1) / 2), arc(at(3), at(6), height(1) / 2)]
      : shortcut === "expansions" && hasExpand
        ? [arc(at(1), at(4), height(1) / 2)]
        : [];
  const marks = [...boxes, ...steps, ...bends, ...arcs];
  return `<svg viewBox="0 0 ${String(DRAWING_WIDTH)} ${String(DRAWING_HEIGHT)}" role="img" aria-label="${tr("drawing.alt")}">${marksSvg(marks)}</svg>`;
}

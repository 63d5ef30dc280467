/** One column as blocks, to scale, for tensors too large for cells: rows that are done are filled. */
import { round } from "@/figures/shell/markup.ts";
import { MATRIX, matrixCell, TENSOR } from "./boxes.ts";
import type { ThreeData } from "./compute.ts";
import type { Kind, Position, Sizes } from "./sizes.ts";

/** Depth goes back at a slant: channels are drawn this much shorter than pixels. */
const SLANT = 0.35;

const n = (value: number): string => String(round(value, 1));

type Block = readonly [h: number, w: number, c: number];

/** Panel units of one pixel, the same for all tensors of the three columns. */
function scaleOf(blocks: readonly Block[]): number {
  return Math.min(
    ...blocks.map(([h, w, c]) => Math.min(TENSOR.width / (w + SLANT * c), TENSOR.height / (h + SLANT * c))),
  );
}

/** A box seen from the front; `from` and `to` are the rows of its front that are filled. */
function blockSvg([h, w, c]: Block, left: number, scale: number, from: number, to: number, ink: string): string {
  const [height, width, depth] = [h * scale, w * scale, c * SLANT * scale];
  const top = TENSOR.top + depth;
  const band = (to - from) * scale;
  const slab = `M${n(left)} ${n(top + from * scale)}l${n(depth)} ${n(-depth)}h${n(width)}v${n(band)}l${n(-depth)} ${n(depth)}h${n(-width)}z`;
  const frame = `M${n(left)} ${n(top)}h${n(width)}v${n(height)}h${n(-width)}zl${n(depth)} ${n(-depth)}h${n(width)}v${n(height)}l${n(-depth)} ${n(depth)}M${n(left + width)} ${n(top)}l${n(depth)} ${n(-depth)}`;
  const filled = band <= 0 ? "" : `<path d="${slab}" fill="var(--${ink})" opacity=".4"/>`;
  return `${filled}<path d="${frame}" fill="none" stroke="var(--${ink})" stroke-width="1.5" stroke-linejoin="round"/>`;
}

/** The weights as an area: all of it, a diagonal of blocks, or one column a channel. */
function matrixSvg(kind: Kind, { inC, outC, kernel }: Sizes): string {
  const taps = kernel ** 2;
  const scale = matrixCell(inC, outC, inC * taps);
  const rows = (kind === "depthwise" ? inC : outC) * scale;
  const columns = inC * (kind === "pointwise" ? 1 : taps) * scale;
  const ground = `<rect x="0" y="${String(MATRIX.top)}" width="${n(columns)}" height="${n(rows)}" fill="var(--surface)"/>`;
  if (kind !== "depthwise") return ground.replace("var(--surface)", "var(--weight)");
  let d = "";
  for (let c = 0; c < inC; c++) {
    d += `M${n(c * taps * scale)} ${n(MATRIX.top + c * scale)}h${n(taps * scale)}v${n(Math.max(1, scale))}h${n(-taps * scale)}z`;
  }
  return `${ground}<path d="${d}" fill="var(--weight)"/>`;
}

export function blocksSvg(kind: Kind, sizes: Sizes, data: ThreeData, { rows }: Position): string {
  const { h, w, inC, outC, kernel } = sizes;
  const { outH, outW, before } = data;
  const [input, middle, output]: [Block, Block, Block] = [
    [h, w, inC],
    [outH, outW, inC],
    [outH, outW, outC],
  ];
  const scale = scaleOf([input, middle, output]);
  const [source, target] = {
    standard: [input, output] as const,
    depthwise: [input, middle] as const,
    pointwise: [middle, output] as const,
  }[kind];
  const stride = Number(sizes.stride);
  const first = kind === "pointwise" ? rows - 1 : (rows - 1) * stride - before;
  const last = kind === "pointwise" ? rows : first + kernel;
  const read = rows === 0 ? ([0, 0] as const) : ([Math.max(0, first), Math.min(source[0], last)] as const);
  return [
    blockSvg(source, 1, scale, read[0], read[1], "input"),
    blockSvg(target, TENSOR.right, scale, 0, rows, "activation"),
    matrixSvg(kind, sizes),
  ].join("");
}

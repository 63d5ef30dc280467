import { makeDivisible } from "../models/make-divisible.ts";
import { MOBILENET_V2 } from "../models/mobilenet-v2.ts";
import type { BottleneckRow, NetworkSpec } from "../models/spec.ts";
import { FormatError } from "./format-error.ts";
import type { Named } from "./weight-names.ts";

interface Shaped {
  readonly shape: readonly number[];
}

/** The multiplier that MobileNetV2's channels were widened by, and what they were rounded to. */
export interface Recognised {
  readonly width: number;
  readonly divisor: number;
}

/** The widths that papers and libraries publish, tried before all others; then every hundredth. */
const PUBLISHED = [1, 1.4, 1.3, 0.75, 0.5, 0.35, 0.25, 0.1, 1.1, 1.2, 2];
const WIDTHS = [...PUBLISHED, ...Array.from({ length: 400 }, (_, i) => (i + 1) / 100)];
const DIVISORS = [8, 4, 16, 32, 2, 1];

/** The width multiplier and rounding that give exactly these channels; null if none of up to 4 does. */
export function recogniseWidth({ stem, rows, lastC }: Pick<NetworkSpec, "stem" | "rows" | "lastC">): Recognised | null {
  if (rows.length !== MOBILENET_V2.rows.length || rows.some(({ t }, i) => t !== MOBILENET_V2.rows[i]!.t)) return null;
  for (const divisor of DIVISORS) {
    const width = WIDTHS.find(
      (by) =>
        makeDivisible(MOBILENET_V2.stem.c * by, divisor) === stem.c &&
        makeDivisible(MOBILENET_V2.lastC * Math.max(1, by), divisor) === lastC &&
        rows.every(({ c }, i) => makeDivisible(MOBILENET_V2.rows[i]!.c * by, divisor) === c),
    );
    if (width !== undefined) return { width, divisor };
  }
  return null;
}

const list = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

/**
 * A MobileNetV2 from the shapes of its tensors: channels, expansions, classes. Strides are in no shape; they are those of
 * the paper's table, stage by stage, so the file must have its stages.
 *
 * @throws {FormatError} naming the tensor that is missing or has a shape that no MobileNetV2 has there
 */
export function specFromShapes({ tensors, called, stages }: Named<Shaped>): NetworkSpec {
  const need = (name: string, what: string, fits: (shape: readonly number[]) => boolean): readonly number[] => {
    const shape = tensors.get(name)?.shape;
    if (!shape) throw new FormatError(`Tensor ${called(name)} is missing; expected ${what}.`);
    if (!fits(shape)) throw new FormatError(`Tensor ${called(name)} has shape ${list(shape)}; expected ${what}.`);
    return shape;
  };
  const pointwise = (name: string, inC: number): number =>
    need(
      name,
      `a 1×1 convolution [channels, ${inC}, 1, 1]`,
      ([, c, h, w, ...rest]) => c === inC && h === 1 && w === 1 && rest.length === 0,
    )[0]!;

  const [stemC = 0, inC = 0] = need(
    "features.0.0.weight",
    "a 3×3 convolution [channels, colours, 3, 3]",
    ([, c, h, w, ...rest]) => (c === 1 || c === 3) && h === 3 && w === 3 && rest.length === 0,
  );
  const found = new Set<number>();
  for (const name of tensors.keys()) {
    const block = /^features\.(\d{1,3})\.conv\./.exec(name)?.[1];
    if (block !== undefined) found.add(Number(block));
  }
  const blocks = Math.max(0, ...found);
  const counts = stages ?? MOBILENET_V2.rows.map(({ n }) => n);
  const total = counts.reduce((sum, n) => sum + n, 0);
  if (blocks !== total || counts.length !== MOBILENET_V2.rows.length) {
    const there = stages ? `${counts.length} stages` : `${blocks} blocks`;
    const wanted = stages ? `${MOBILENET_V2.rows.length}` : `${total}`;
    throw new FormatError(
      `The file has ${there} of inverted residuals, MobileNetV2 has ${wanted}. Strides are not in shapes, so another network must say its rows in the metadata "network".`,
    );
  }

  const rows: BottleneckRow[] = [];
  let block = 1;
  let c = stemC;
  counts.forEach((n, stage) => {
    let row: BottleneckRow | undefined;
    for (let at = 0; at < n; at++, block++) {
      const first = `features.${block}.conv.0.0.weight`;
      const shape = need(first, "a convolution of 4 axes", ({ length }) => length === 4);
      const expands = shape[2] === 1;
      const hidden = expands ? pointwise(first, c) : c;
      if (hidden % c !== 0) {
        throw new FormatError(
          `Tensor ${called(first)} widens ${c} channels to ${hidden}; expected a whole multiple, the expansion t.`,
        );
      }
      const out = pointwise(`features.${block}.conv.${expands ? 2 : 1}.weight`, hidden);
      const t = hidden / c;
      if (row && (row.t !== t || row.c !== out)) {
        throw new FormatError(
          `Block ${block} has t = ${t} and ${out} channels; the blocks before it in its row have t = ${row.t} and ${row.c}.`,
        );
      }
      row = { t, c: out, n, s: MOBILENET_V2.rows[stage]!.s };
      c = out;
    }
    if (row) rows.push(row);
  });
  const lastC = pointwise(`features.${blocks + 1}.0.weight`, c);
  const [classes = 0] = need(
    "classifier.1.weight",
    `a linear layer [classes, ${lastC}]`,
    ([, width, ...rest]) => width === lastC && rest.length === 0,
  );
  return {
    ...MOBILENET_V2,
    input: { ...MOBILENET_V2.input, c: inC },
    stem: { c: stemC, s: MOBILENET_V2.stem.s },
    rows,
    lastC,
    classes,
    channelDivisor: 1,
  };
}

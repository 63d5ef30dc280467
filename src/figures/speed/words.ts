/** Numbers of this figure as a reader's text: times, rates, megabytes, names of rows. */
import type { DrawContext } from "@/figures/shell/contract.ts";
import { percent } from "@/figures/shell/share-words.ts";
import type { SpeedState } from "./compute.ts";
import type { Row } from "./rows.ts";

export type Context = DrawContext<SpeedState>;

/** Three digits of a number without its unit, but no more than six behind the point. */
export function short(value: number, { num }: Pick<Context, "num">): string {
  const decimals = value === 0 ? 0 : 2 - Math.floor(Math.log10(value));
  return num(value, { decimals: Math.min(6, Math.max(0, decimals)) });
}
export const ms = (value: number, context: Context): string => context.tr("unit.ms", { n: short(value, context) });
export const megabytes = (bytes: number, context: Context): string =>
  context.tr("unit.mb", { n: short(bytes / 1e6, context) });
export const rate = (gmadds: number, context: Context): string =>
  context.tr("unit.rate", { n: short(gmadds, context) });
export const share = (value: number, { num }: Context): string => percent(value, num);

/** The last 1×1 stands alone behind the blocks, the head behind that. */
function blockName({ blocks, kernel }: Row, { tr }: Context): string {
  const [first = 0, last = first] = [blocks[0], blocks.at(-1)];
  if (kernel === "inverted-residual") return first === 0 ? tr("row.stemAnd", { block: last }) : tr("row.block", { block: last }); // prettier-ignore
  return tr(`row.${kernel === "pointwise" ? "last" : kernel}`);
}

/** A row in words: what it is, and what it is more closely. */
export function rowName(row: Row, context: Context): { name: string; more: string } {
  const size = row.shape?.join(" × ") ?? "";
  const kernel = context.tr(`kernel.${row.kernel}`);
  if (context.state.rows === "kernels") return { name: kernel, more: "" };
  if (context.state.rows === "blocks") return { name: blockName(row, context), more: size };
  return { name: row.layer, more: `${kernel}, ${size}` };
}

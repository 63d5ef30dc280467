/** What the parts of the figure share: their context, and the formula of the output's size. */
import type { DrawContext, Words } from "@/figures/shell/contract.ts";
import type { ByHandData, ByHandState } from "./compute.ts";

export type Context = DrawContext<ByHandState>;

/** The formula with its numbers: ⌊(7 + 2·1 − 3) / 1⌋ + 1 = 7. */
export function sizeFormula(data: ByHandData, state: ByHandState, tr: Words["tr"]): string {
  return tr(`formula.${state.padding}`, {
    size: state.size,
    kernel: Number(state.kernel),
    stride: Number(state.stride),
    pad: data.before,
    out: data.output.shape[0],
  });
}

/** All panels of the figure in one state. `fine` is the page, which may have more nodes than a picture made at build. */
import type { PickedCell } from "@/figures/shell/cell-moves.ts";
import type { Panel } from "@/figures/shell/contract.ts";
import type { ByHandData } from "./compute.ts";
import { gridPanels } from "./grids.ts";
import { cellHtml, editHtml, termsHtml } from "./value.ts";
import type { Context } from "./words.ts";

export const MIDDLE = (kernel: number): PickedCell => ({ c: 0, y: (kernel - 1) / 2, x: (kernel - 1) / 2 });

export function panelsOf(
  data: ByHandData,
  context: Context,
  tap: PickedCell = MIDDLE(data.filter.shape[0]),
  fine = false,
): Panel[] {
  const { tr } = context;
  const [input, output, window, filter] = gridPanels(data, context, tap, fine) as [Panel, Panel, Panel, Panel];
  return [
    input,
    output,
    window,
    filter,
    { id: "cell", title: tr("panels.cell"), span: 6, html: cellHtml(data, context, fine) },
    {
      id: "terms",
      title: tr("panels.terms", { n: data.terms.length }),
      span: 6,
      html: termsHtml(data, context, fine),
    },
    { id: "edit", title: tr("panels.edit"), span: 6, html: editHtml(data, context, tap) },
  ];
}

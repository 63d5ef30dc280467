/** Charts by Observable Plot, from a spec that holds data and names alone; loaded with the first chart. */
import type { PlotMark, PlotSpec } from "../views.ts";

/** The same everywhere, so that what the build draws is what the page draws; narrow enough for a phone's letters. */
const WIDTH = 420;
const HEIGHT = 240;

export async function drawPlot(
  spec: PlotSpec,
  { document, label }: { readonly document: Document; readonly label: string },
): Promise<Element> {
  const Plot = await import("@observablehq/plot");
  const marks = spec.marks.map(({ mark, data, channels }: PlotMark) => {
    const ink = mark === "line" || mark === "lineY" || mark.startsWith("rule") ? "stroke" : "fill";
    const options = { [ink]: "var(--accent)", ...channels };
    // Plot's own types tell every mark apart; what a mark does not know it leaves alone.
    return (Plot[mark] as (data: unknown, options: object) => ReturnType<typeof Plot.dot>)(data, options);
  });
  const axis = (of: PlotSpec["x"]) => ({ ...of, ...(of?.["grid"] !== undefined && { grid: Boolean(of["grid"]) }) });
  const chart = Plot.plot({ document, width: WIDTH, height: HEIGHT, marks, x: axis(spec.x), y: axis(spec.y), ariaLabel: label }); // prettier-ignore
  // What it says stands in cell.css: the policy takes no style element from a page's HTML.
  for (const style of chart.querySelectorAll("style")) style.remove();
  for (const group of chart.querySelectorAll("g[aria-label]")) group.setAttribute("role", "group");
  return chart;
}

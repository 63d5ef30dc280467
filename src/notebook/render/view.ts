/** One view as an element. */
import type { FormatNumber } from "@/i18n/numbers.ts";
import type { Translate } from "@/i18n/translator.ts";
import type { Entry, View } from "../views.ts";
import { drawGrid, scrollBox } from "./grid.ts";
import { home, make, withAttributes } from "./make.ts";
import { drawPixels } from "./picture.ts";
import { drawTensor } from "./tensor.ts";

/** A named value up to this long stands in one line with its name. */
const SHORT = 48;
/** `later` is told of what is drawn later; a result is not shown before it is. */
export type Renderer = (view: View, later?: Later) => HTMLElement;
type Later = (drawn: Promise<void>) => void;

function table(view: Extract<View, { kind: "table" }>, tr: Translate, num: FormatNumber): HTMLElement {
  const text = (entry: Entry): string => (typeof entry === "number" ? num(entry) : entry === null ? "" : String(entry));
  const names = view.columns.map((name) => {
    const head = make("th", "", name);
    return withAttributes(head, { scope: "col" });
  });
  const rows = view.rows.map((row) =>
    make("tr", "", ...row.map((entry) => make("td", typeof entry === "number" ? "number" : "", text(entry)))),
  );
  const drawn = make("table", "out-table", make("thead", "", make("tr", "", ...names)), make("tbody", "", ...rows));
  const box = scrollBox(view.label ?? tr("table.row"), drawn);
  if (view.total <= view.rows.length) return box;
  return make("div", "", box, make("p", "out-note", tr("table.more", { n: view.rows.length, total: view.total })));
}

function content(view: View, tr: Translate, num: FormatNumber, later: Later): HTMLElement {
  const label = view.label ?? "";
  switch (view.kind) {
    case "text": {
      return withAttributes(make("pre", "out-text", view.text), { tabindex: "0" });
    }
    case "table":
      return table(view, tr, num);
    case "matrix":
      return drawGrid(view.rows, { num, label: label || tr("live") });
    case "picture":
      return drawPixels(
        view.width,
        view.height,
        view.rgba,
        label || tr("picture", { width: view.width, height: view.height }),
      );
    case "tensor":
      return drawTensor(view, { tr, num });
    case "plot": {
      const place = make("div", "out-plot");
      const document = home();
      const drawn = import("./plot.ts")
        .then(({ drawPlot }) => drawPlot(view.spec, { document, label: label || tr("plot") }))
        .then(
          (chart) => {
            place.replaceChildren(chart);
          },
          (error: unknown) => {
            place.textContent = tr("plotFailed", { reason: (error as Error).message });
          },
        );
      later(drawn);
      return place;
    }
  }
}

export const makeRenderer =
  (tr: Translate, num: FormatNumber): Renderer =>
  (view, later = () => undefined) => {
    if (view.kind === "text" && view.label !== undefined && view.text.length <= SHORT && !view.text.includes("\n")) {
      return make("p", "out-line", make("span", "", `${view.label} = `), view.text);
    }
    const item = make("div", "out-item");
    if (view.label !== undefined) item.append(make("p", "out-label", view.label));
    item.append(content(view, tr, num, later));
    return item;
  };

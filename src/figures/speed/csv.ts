import type { Table } from "@/figures/shell/contract.ts";
import type { SpeedData } from "./compute.ts";
import { type Cell, waysOf } from "./rows.ts";
import { type Context, rowName } from "./words.ts";

const COLUMNS = [
  "row",
  "kernel",
  "shape",
  "way",
  "calls",
  "madds",
  "bytes",
  "median",
  "p10",
  "p90",
  "gmadds",
  "ofPeak",
];

const cellValues = ({ calls, madds, bytes, ms, gmadds, ofPeak }: Cell): (number | null)[] => [
  ...[calls, madds, bytes],
  ...[ms?.medianMs ?? null, ms?.p10Ms ?? null, ms?.p90Ms ?? null],
  ...[gmadds, ofPeak],
];

/** A line for each part and way, the whole run first; what is not measured is empty. */
export function csv({ ways, rows }: SpeedData, context: Context): Table {
  const { tr, state } = context;
  return {
    columns: COLUMNS.map((key) => tr(`csv.${key}`)),
    rows: [
      ...ways.map((total) => [tr("csv.whole"), "", "", tr(`way.${total.way}`), ...cellValues(total)]),
      ...rows.flatMap((row) =>
        waysOf(state.rows).flatMap((way) => {
          const cell = row.cells[way];
          if (!cell) return [];
          const { name } = rowName(row, context);
          return [
            [name, tr(`kernel.${row.kernel}`), row.shape?.join("×") ?? "", tr(`way.${way}`), ...cellValues(cell)],
          ];
        }),
      ),
    ],
  };
}

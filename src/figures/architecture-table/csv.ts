/** Rows for the CSV: the layers, or the kinds of layers where these are shown. */
import type { Table } from "@/figures/shell/contract.ts";
import type { ArchitectureData } from "./compute.ts";
import { kindsOf } from "./kinds-table.ts";
import type { Context } from "./table.ts";

export const layersCsv = (data: ArchitectureData, { tr }: Context): Table => ({
  columns: ["name", "kind", "block", "row", "h", "w", "c", "params", "madds"].map((key) => tr(`csv.${key}`)),
  rows: data.layers.map(({ name, kind, block, row, shape, params, madds }) => [
    name,
    kind,
    block,
    row + 1,
    ...shape,
    params,
    madds,
  ]),
});

export const kindsCsv = (data: ArchitectureData, { tr }: Context): Table => ({
  columns: ["kind", "layers", "params", "madds", "moved"].map((key) => tr(`csv.${key}`)),
  rows: kindsOf(data).map((kind) => {
    const { layers, params, madds, moved } = data.kinds[kind];
    return [kind, layers, params, madds, moved];
  }),
});

import { choice, defineFigure, pick, slider } from "@/figures/shell/contract.ts";
import { NETWORK_IDS, type NetworkId, NETWORKS } from "@kernels/models/catalogue.ts";
import type { ArchitectureData } from "./compute.ts";
import { kindsCsv, layersCsv } from "./csv.ts";
import { describe } from "./describe.ts";
import { mount } from "./mount.ts";
import { picture } from "./picture.ts";
import { SORTS } from "./sort.ts";
import { PARTS } from "./table.ts";

const hasWidth = (state: Readonly<Record<string, unknown>>): boolean =>
  NETWORKS[state["network"] as NetworkId].hasWidth;

const lastRows = new Map<NetworkId, number>();
/** Index of the last row of a network's table. */
function lastRow(state: Readonly<Record<string, unknown>>): number {
  const network = state["network"] as NetworkId;
  const known = lastRows.get(network) ?? NETWORKS[network].build().at(-1)?.row ?? 0;
  lastRows.set(network, known);
  return known;
}

/** Every layer of a network of the family, in the rows of its paper, with what it costs. */
export default defineFigure({
  id: "architecture-table",
  thread: "page",
  parts: PARTS,
  controls: {
    network: choice(NETWORK_IDS, { initial: "mobilenet-v2", look: "select" }),
    width: slider({
      min: (state) => (hasWidth(state) ? 0.25 : 1),
      max: (state) => (hasWidth(state) ? 2 : 1),
      step: 0.05,
      initial: 1,
      marks: [0.35, 0.5, 0.75, 1, 1.4],
    }),
    resolution: slider({ min: 32, max: 512, step: 16, initial: 224, marks: [96, 128, 160, 192, 224] }),
    view: choice(["rows", "layers", "kinds"], { initial: "rows" }),
    sort: pick({ options: SORTS, initial: "order" }),
    open: pick({ min: -1, max: lastRow, initial: -1 }),
  },
  hides: (state) => (hasWidth(state) ? [] : ["width"]),
  // A change that names a row, too, is a state as a whole: words or a link show it.
  follow: ({ network, open }) => (network === undefined || open !== undefined ? {} : { open: -1 }),
  describe,
  picture,
  table: (data: ArchitectureData, context) => (context.state.view === "kinds" ? kindsCsv : layersCsv)(data, context),
  mount,
});

import { percent } from "@/figures/shell/share-words.ts";
import type { ArchitectureData } from "./compute.ts";
import { type Context, rowWords } from "./table.ts";

/** Which row has most of each. */
function mostSentence(data: ArchitectureData, context: Context): string {
  const { tr, num } = context;
  const most = (what: "params" | "madds"): { row: string; share: string } => {
    const row = data.rows.reduce((a, b) => (b[what] > a[what] ? b : a));
    const { name, more } = rowWords(row, context);
    return { row: `${name} (${more})`, share: num(row[what] / data[what], { percent: true, decimals: 1 }) };
  };
  const [params, madds] = [most("params"), most("madds")];
  return tr("say.most", {
    paramsRow: params.row,
    paramsShare: params.share,
    maddsRow: madds.row,
    maddsShare: madds.share,
  });
}

/** What each kind of layer has of the work, and how often it uses what it moves. */
function kindsSentence({ kinds }: ArchitectureData, { tr, num }: Context): string {
  const { conv2d, depthwise, pointwise } = kinds;
  return tr(depthwise.layers > 0 ? "say.kinds" : "say.noDepthwise", {
    pointwise: percent(pointwise.share.madds, num),
    conv: percent(conv2d.share.madds, num),
    depthwise: percent(depthwise.share.madds, num),
    moved: percent(depthwise.share.moved, num),
    few: num(depthwise.perValue, { decimals: 1 }),
    many: num(pointwise.perValue, { decimals: 1 }),
  });
}

/** Totals, and where most of each is. */
export function describe(data: ArchitectureData, context: Context): string {
  const { state, tr, num } = context;
  const totals = tr("say.totals", {
    network: tr(`controls.network.options.${data.network}`),
    width: num(state.width, { decimals: 2 }),
    resolution: state.resolution,
    params: num(data.params),
    madds: num(data.madds),
    layers: data.layers.length,
  });
  return `${totals} ${state.view === "kinds" ? kindsSentence(data, context) : mostSentence(data, context)}`;
}

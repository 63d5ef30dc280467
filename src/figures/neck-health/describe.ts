/** What the ReLU6 layers of the picked block do, what one on its neck would do, and how the whole network fares. */
import type { DrawContext } from "@/figures/shell/contract.ts";
import type { NeckHealthData, NeckHealthState } from "./compute.ts";

type Context = Pick<DrawContext<NeckHealthState>, "tr" | "num" | "state">;

export function describe(
  { network, hasNeckRelu6, inputs, blocks }: NeckHealthData,
  { tr, num, state }: Context,
): string {
  const own = blocks[state.block - 1];
  if (!own) return "";
  const percent = (share: number): string => num(share, { percent: true, decimals: 1 });
  const { expand, depthwise, neck, rank, clippedRank, lost, neckLost } = own;
  const values = {
    network: tr(`controls.network.options.${network}`),
    inputs,
    block: state.block,
    zeros: percent((expand ?? depthwise).zeros),
    sixes: percent((expand ?? depthwise).sixes),
    dead: (expand?.dead ?? 0) + depthwise.dead,
    channels: neck.channels,
    rank: num(rank, { decimals: 1 }),
    clippedRank: num(clippedRank, { decimals: 1 }),
    neckZeros: percent(neck.zeros),
    neckLost: percent(neckLost),
    lost: percent(lost ?? 0),
  };
  const worst = Math.max(...blocks.map((block) => block.lost ?? 0));
  return [
    tr(expand ? "say.expand" : "say.plain", values),
    tr("say.dead", values),
    tr(hasNeckRelu6 ? "say.neckThere" : "say.neck", values),
    tr(clippedRank > rank ? "say.bent" : hasNeckRelu6 ? "say.shrunkThere" : "say.shrunk", values),
    ...(lost === null ? [] : [tr("say.lost", values)]),
    tr(worst === 0 ? "say.allSafe" : "say.worst", { worst: percent(worst), network: values.network }),
  ].join(" ");
}

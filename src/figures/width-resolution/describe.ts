import { percent } from "@/figures/shell/share-words.ts";
import type { WidthResolutionData } from "./compute.ts";
import type { Context } from "./picture.ts";

const PAPER_SIDE = 224;

/** Cost, the law's guess, and the largest reason why the two differ. */
export function describe({ chosen, share, bends }: WidthResolutionData, { state, tr, num }: Context): string {
  const [law, ...others] = bends;
  const guess = law?.madds ?? 0;
  const off = chosen.madds / guess - 1;
  const values = {
    network: tr(`controls.network.options.${state.network}`),
    width: num(chosen.width, { decimals: 2 }),
    resolution: chosen.resolution,
    madds: num(chosen.madds),
    share: percent(share.madds, num),
    params: num(chosen.params),
    law: percent(chosen.width ** 2 * (chosen.resolution / PAPER_SIDE) ** 2, num),
    off: num(Math.abs(off), { percent: true, decimals: 1 }),
  };
  const said = [tr("say.cost", values)];
  // A tenth of a percent is what the sentence can show.
  if (Math.abs(off) < 5e-4) said.push(tr("say.exact", values));
  else {
    const steps = others.map(({ reason, madds }, i) => ({ reason, by: madds - (bends[i]?.madds ?? 0) }));
    const main = steps.reduce((a, b) => (Math.abs(b.by) > Math.abs(a.by) ? b : a));
    said.push(
      tr(off > 0 ? "say.above" : "say.below", {
        ...values,
        reason: tr(main.reason === "layers" ? `reason.layers-${state.network}` : `reason.${main.reason}`),
      }),
    );
  }
  if (chosen.accuracy) {
    const { source, text, where } = chosen.accuracy;
    said.push(tr("say.accuracy", { text, paper: tr(`papers.${source}`), where }));
  }
  return said.join(" ");
}

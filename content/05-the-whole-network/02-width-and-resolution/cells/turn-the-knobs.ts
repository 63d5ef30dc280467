import { totals } from "@kernels/cost/totals.ts";
import { NETWORKS } from "@kernels/models/catalogue.ts";

const { build } = NETWORKS["mobilenet-v2"];
const whole = totals(build()).madds;

// Width and resolution; add settings of your own.
const list = [
  [1, 96],
  [0.75, 128],
  [0.5, 160],
  [0.35, 224],
] as const;

export const settings = list.map(([width, resolution]) => {
  const { madds, params } = totals(build({ width, resolution }));
  const law = width ** 2 * (resolution / 224) ** 2;
  return { width, resolution, madds, params, share: madds / whole, law };
});

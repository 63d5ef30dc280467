/** Random valid states of any figure, from a seed, by what its controls allow. */
import { seededRandom } from "@kernels/random.ts";
import type { AnyState, Control, Controls } from "@/figures/shell/contract.ts";
import type { Registry } from "./registry.ts";

export type Random = () => number;
/** One stream of chance per figure and purpose, all from the run's printed seed. */
export const chance = (...names: readonly string[]): Random => {
  let hash = Number(process.env["TEST_SEED"]);
  for (const sign of names.join("/")) hash = (Math.imul(hash, 31) + sign.charCodeAt(0)) >>> 0;
  return seededRandom(hash);
};
export const below = (random: Random, count: number): number => Math.min(count - 1, Math.floor(random() * count));
export const oneOf = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)] as T;

function value(random: Random, control: Control, state: AnyState, bound: Registry["state"]["boundAt"]): unknown {
  switch (control.kind) {
    case "slider":
    case "pick": {
      if (control.kind === "pick" && control.options) return oneOf(random, control.options);
      const low = bound(control.min, state, 0);
      const high = bound(control.max, state, low + 5);
      const step = control.kind === "slider" ? control.step : 1;
      const steps = Math.floor((high - low) / step + 1e-9);
      return Number((low + step * below(random, steps + 1)).toFixed(6));
    }
    case "choice":
      return oneOf(random, control.options);
    case "switch":
      return random() < 0.5;
    case "seed":
      return below(random, 2 ** 32);
    case "drawing":
      return Array.from({ length: 1 + below(random, 2) }, () =>
        Array.from({ length: 2 + below(random, 6) }, () => `${below(random, 1001)},${below(random, 1001)}`).join(" "),
      )
        .slice(0, control.mode === "curve" ? 1 : 2)
        .join(";");
    case "made":
      return oneOf(random, control.examples);
    case "press":
      return 0;
    case "image":
    case "file":
      return null;
    case "camera":
      return [below(random, 360) - 180, below(random, 179) - 89, 50 + below(random, 351)].join("_");
  }
}

export function randomState(
  random: Random,
  controls: Controls,
  { boundAt, settle, initialState }: Registry["state"],
): AnyState {
  let state = initialState(controls);
  // Twice, since a bound may depend on a control that comes later.
  for (let pass = 0; pass < 2; pass++) {
    for (const [id, control] of Object.entries(controls)) {
      state = { ...state, [id]: value(random, control, state, boundAt) };
    }
    state = settle(controls, state);
  }
  return state;
}

/** Texts that no control may take; none is valid for any kind. */
export const HOSTILE: readonly string[] = [
  "NaN",
  "1e999",
  "-1e300",
  "<script>throw new Error('run')</script>",
  "\u0000\u202e${7*7}",
  "x".repeat(10_000),
];

/** What the fast engine did, in words: how it ran, how long, in how much memory, and how far it is from what is printed. */
import type { DrawContext } from "@/figures/shell/contract.ts";

type Context = Pick<DrawContext<unknown>, "tr" | "num" | "engine">;

const megabytes = (bytes: number): number => bytes / 1e6;

export function engineWords({ engine, tr, num }: Context): string {
  if (!engine) return tr("engine.waits");
  if ("failed" in engine) return tr("engine.failed", { reason: engine.failed });
  const { backend, threads, ms, memoryBytes, peakBytes, difference, refused, restarted } = engine;
  const memory = {
    all: num(megabytes(memoryBytes), { decimals: 1 }),
    peak: num(megabytes(peakBytes), { decimals: 2 }),
  };
  return [
    tr("engine.ran", { backend: tr(`engine.${backend}`), threads, ms: num(ms, { decimals: ms < 10 ? 2 : 0 }) }),
    backend === "reference" ? "" : tr("engine.memory", memory),
    backend === "reference"
      ? ""
      : difference === 0
        ? tr("engine.same")
        : tr("engine.differs", { difference: difference.toExponential(0).replace("-", "−") }),
    ...refused.map(({ what, found }) => tr(`engine.refused.${what}`, { found })),
    restarted ? tr("engine.restarted") : "",
  ]
    .filter(Boolean)
    .join(" ");
}

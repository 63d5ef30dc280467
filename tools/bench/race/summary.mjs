import { quantile } from "../../../kernels/cost/quantile.ts";
import { PEER_NAMES } from "./settings.ts";

/** Runners that are not ours. @type {ReadonlySet<string>} */
const PEERS = new Set(PEER_NAMES);

/**
 * @typedef {{ network: string, runner: string, threads: number, medianMs: number, p10Ms: number, p90Ms: number,
 *   setting?: string, coldMs?: number, bytes?: number, gzipBytes?: number }} Row
 */

/**
 * Prints one network at one number of threads as a table, and returns its rows.
 *
 * The ratio is a runner's median time in a round over the fastest peer's in the same round; its median over the rounds
 * is told. "of the limit" compares a runner's p10 with the same multiply-adds on registers alone.
 * @param {string} network
 * @param {number} threads
 * @param {import("./page.ts").RaceResult} result
 * @param {(line: string) => void} say
 * @returns {Row[]}
 */
export function summarise(network, threads, { madds, times, peaks }, say) {
  const peers = times.filter(({ runner }) => PEERS.has(runner));
  const bestPeer = peers[0]?.rounds.map((_, round) =>
    Math.min(...peers.map(({ rounds }) => quantile(rounds[round] ?? [], 0.5))),
  );
  const limit = { plain: quantile(peaks.plain, 0.9), relaxed: quantile(peaks.relaxed, 0.9) };
  say(`\n${network}, ${threads} ${threads === 1 ? "thread" : "threads"}: ${madds.toLocaleString("en")} multiply-adds`);
  say(
    `limit on one thread: ${(1000 * (madds / limit.relaxed)).toFixed(2)} ms relaxed (${(limit.relaxed / 1e9).toFixed(1)} ` +
      `GMAdd/s), ${(1000 * (madds / limit.plain)).toFixed(2)} ms plain (${(limit.plain / 1e9).toFixed(1)} GMAdd/s)`,
  );
  say(`${"".padEnd(24)}median ms      p10      p90  GMAdd/s  × best peer  of the limit  logits off by`);
  return times.map(({ runner, off, rounds }) => {
    const all = rounds.flat();
    const [p10Ms, medianMs, p90Ms] = [0.1, 0.5, 0.9].map((share) => quantile(all, share));
    const ratios = (bestPeer ?? []).map((best, round) => quantile(rounds[round] ?? [], 0.5) / best);
    const speed = madds / (p10Ms ?? NaN) / 1e6;
    const cells = [
      ...[medianMs, p10Ms, p90Ms].map((ms) => (ms ?? NaN).toFixed(3).padStart(9)),
      speed.toFixed(2).padStart(9),
      quantile(ratios, 0.5).toFixed(2).padStart(13),
      ((speed * 1e9) / limit.relaxed / threads).toFixed(2).padStart(14),
      off.toExponential(1).padStart(15),
      off > 1e-4 ? "  NOT THE SAME ANSWER" : "",
    ];
    say(runner.padEnd(24) + cells.join("").trimStart().padStart(cells.join("").length));
    return { network, runner, threads, medianMs: medianMs ?? NaN, p10Ms: p10Ms ?? NaN, p90Ms: p90Ms ?? NaN };
  });
}

/**
 * Prints our fused plan step by step: where the time goes, and how near each step comes to the limit.
 * @param {import("./page.ts").RaceResult} result
 * @param {(line: string) => void} say
 */
export function summariseSteps({ steps, peaks }, say) {
  if (steps.length === 0) return;
  const limit = quantile(peaks.relaxed, 0.9);
  const p10 = steps.map(({ times }) => quantile(times, 0.1));
  const whole = p10.reduce((sum, ms) => sum + ms, 0);
  say("\ninverted-fused by step  output          p10 ms   median  share  of the limit");
  steps.forEach(({ layers, shape, call, madds, times }, i) => {
    const ms = p10[i] ?? NaN;
    const cells = [
      ms.toFixed(3).padStart(7),
      quantile(times, 0.5).toFixed(3).padStart(9),
      `${((100 * ms) / whole).toFixed(1)} %`.padStart(7),
      ((1000 * madds) / ms / limit).toFixed(2).padStart(14),
    ];
    const name = layers[0].replace(/\.conv.*|\.[01]$/, "");
    say(`${name.padEnd(14)} ${call.slice(0, 8).padEnd(8)} ${shape.join("×").padEnd(12)} ${cells.join("")}`);
  });
  say(`in all ${whole.toFixed(3)} ms p10`);
}

/**
 * Prints what each setting of a peer makes of its time, and returns the fastest by the tenth of its runs. One that is not
 * there, or gives another answer, is told and never the fastest.
 * @param {string} runner
 * @param {readonly (readonly [setting: string, result: import("./page.ts").SweepResult])[]} results
 * @param {(line: string) => void} say
 * @returns {string | undefined}
 */
export function summariseSweep(runner, results, say) {
  /** @type {{ setting: string, p10: number } | undefined} */
  let best;
  for (const [setting, result] of results) {
    const name = `${runner}, ${setting}`.padEnd(36);
    if ("failed" in result) {
      say(`${name} not here: ${result.failed.slice(0, 80)}`);
      continue;
    }
    const [p10 = NaN, median = NaN] = [0.1, 0.5].map((share) => quantile(result.times, share));
    const isRight = result.off <= 1e-4;
    say(
      `${name}${median.toFixed(3).padStart(9)}${p10.toFixed(3).padStart(9)}${isRight ? "" : "  NOT THE SAME ANSWER"}`,
    );
    if (isRight && p10 < (best?.p10 ?? Infinity)) best = { setting, p10 };
  }
  return best?.setting;
}

/**
 * Prints how soon each runner has its first logits and what it downloads for that.
 * @param {readonly { runner: string, ms: readonly number[], bytes: number, gzipBytes: number }[]} starts
 * @param {(line: string) => void} say
 */
export function summariseCold(starts, say) {
  say("cold start              median ms    fastest  kB as is    kB gzip");
  for (const { runner, ms, bytes, gzipBytes } of starts) {
    const cells = [quantile(ms, 0.5).toFixed(0), Math.min(...ms).toFixed(0), kb(bytes), kb(gzipBytes)];
    say(runner.padEnd(22) + cells.map((cell) => cell.padStart(11)).join(""));
  }
}

/** @param {number} bytes */
const kb = (bytes) => (bytes / 1000).toFixed(1);

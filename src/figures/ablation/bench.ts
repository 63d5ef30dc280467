/** The experiment in words and buttons: where it stands, its scores, and at its end the verdict. */
import type { Words } from "@/figures/shell/contract.ts";
import { escapeHtml } from "@/figures/shell/markup.ts";
import type { Experiment, Run } from "./experiment.ts";
import { scoreTable } from "./scene.ts";
import { compare, judge, verdict } from "./verdict.ts";

/** "9 s", "2 min 05 s" */
function time(seconds: number, { tr }: Words): string {
  const whole = Math.round(seconds);
  if (whole < 60) return tr("time.seconds", { s: String(whole) });
  return tr("time.minutes", { m: String(Math.floor(whole / 60)), s: String(whole % 60).padStart(2, "0") });
}

/** Why a run has no result: the step, the layer and the likely cause. */
export function brokenWords({ variant, seed, broken }: Run, { tr, num }: Words): string {
  if (!broken) return "";
  const { where, layer, largest, rate } = broken.news;
  const size = Number.isFinite(largest) ? num(largest, { decimals: 1 }) : tr("broken.endless");
  const cause = tr(broken.step === 1 ? "broken.first" : "broken.rate", { rate: num(rate, { decimals: 3 }), size });
  const values = { variant: tr(`variant.${variant.id}`), seed: String(seed), step: String(broken.step), layer };
  return `${tr("broken.what", { ...values, where: tr(`broken.where.${where}`) })} ${cause}`;
}

function progressWords(experiment: Experiment, now: number, words: Words): string {
  const { tr, num } = words;
  const { runs, phase } = experiment;
  const left = experiment.left(now);
  const values = {
    ...{ done: runs.filter(({ isDone }) => isDone).length, runs: runs.length },
    ...{ rate: num(experiment.rate(now), { decimals: 0 }), left: left === null ? "" : time(left, words) },
    time: time(experiment.seconds(now), words),
  };
  if (phase === "training") return tr(left === null ? "bench.starting" : "bench.progress", values);
  return tr(`bench.${phase}`, values);
}

/** The verdict on A and B and on the guess, to be said aloud at the end. */
export function outcome(experiment: Experiment, words: Words): string {
  const { variants, guess, by } = experiment.plan;
  const [first] = compare(experiment.scores());
  if (!first) return words.tr("verdict.nothing");
  const isSame = variants.find(({ id }) => id === first.second)?.sameAs === first.first;
  return [verdict(first, words, isSame), isSame ? "" : judge(guess, by, first, words)].filter(Boolean).join(" ");
}

const button = (name: string, { tr }: Words, kind = ""): string =>
  `<button type="button" class="button ${kind}" data-do="${name}">${escapeHtml(tr(`bench.${name}`))}</button>`;

/** `isOther` says that the controls have moved on since the experiment began. */
export function benchHtml(experiment: Experiment, now: number, words: Words, isOther: boolean): string {
  const { tr } = words;
  const { phase, plan } = experiment;
  const row = experiment.isOver
    ? [button("train", words, "go"), button("save", words)]
    : [button(phase === "paused" ? "resume" : "pause", words), button("cancel", words)];
  const broken = experiment.runs
    .filter((run) => run.broken)
    .map((run) => `<p>${escapeHtml(brokenWords(run, words))}</p>`);
  const isTold = experiment.isOver && phase !== "failed";
  const scores = isTold
    ? `${scoreTable(plan.variants, plan.seeds, experiment.scores(), words)}<p class="judged">${escapeHtml(judged(experiment, words))}</p>`
    : "";
  return `<div class="bench"><div class="bench-row">${row.join("")}</div><progress max="1" value="${experiment.share().toFixed(3)}" aria-label="${escapeHtml(tr("bench.share"))}"></progress><p data-status-line>${escapeHtml(progressWords(experiment, now, words))}</p>${isOther ? `<p class="note">${escapeHtml(tr("bench.other"))}</p>` : ""}${broken.join("")}${scores}</div>`;
}

function judged(experiment: Experiment, words: Words): string {
  const { variants, guess, by } = experiment.plan;
  const [first] = compare(experiment.scores());
  if (!first) return words.tr("verdict.nothing");
  const isSame = variants.find(({ id }) => id === first.second)?.sameAs === first.first;
  return isSame ? "" : judge(guess, by, first, words);
}

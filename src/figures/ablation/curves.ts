/** Curves of an experiment, by Observable Plot; loaded when the first one begins. */
import * as Plot from "@observablehq/plot";
import type { Words } from "@/figures/shell/contract.ts";
import { CHART_WIDTH } from "@/figures/shell/chart-marks.ts";
import type { Experiment } from "./experiment.ts";
import { DASHES, INKS } from "./inks.ts";
import { CHART_HEIGHT } from "./scene.ts";

export type CurveKind = "loss" | "accuracy";

/** One line a run; the variant by colour and dash, its letter at the end of its first run's line. */
export function drawCurves(experiment: Experiment, kind: CurveKind, { tr, num }: Words): SVGElement | HTMLElement {
  const marks = experiment.plan.variants.flatMap(({ id }) => {
    const runs = experiment.runs.filter((run) => run.variant.id === id);
    const points = runs.flatMap((run) => run[kind].map(({ epoch, value }) => ({ epoch, value, seed: run.seed })));
    const ends = runs.flatMap((run) => run[kind].slice(-1)).slice(0, 1);
    const stroke = `var(--${INKS[id]})`;
    return [
      Plot.lineY(points, {
        x: "epoch",
        y: "value",
        z: "seed",
        stroke,
        strokeDasharray: DASHES[id],
        strokeWidth: 1.5,
        clip: true,
      }),
      Plot.text(ends, {
        x: "epoch",
        y: "value",
        text: () => tr(`letter.${id}`),
        dx: 8,
        fill: stroke,
        fontWeight: "bold",
      }),
    ];
  });
  const most = Math.max(2.4, ...experiment.runs.flatMap((run) => run.loss.map(({ value }) => value)));
  const isAccuracy = kind === "accuracy";
  const chart = Plot.plot({
    width: CHART_WIDTH,
    height: CHART_HEIGHT,
    marginLeft: 46,
    marginRight: 22,
    marginTop: 20,
    marginBottom: 44,
    style: { background: "transparent", color: "var(--ink-2)", fontSize: "14px", fontFamily: "inherit" },
    x: {
      domain: [0, experiment.plan.epochs],
      label: tr("axes.epoch"),
      labelAnchor: "center",
      labelArrow: "none",
      ticks: Math.min(5, experiment.plan.epochs),
      tickFormat: (value: number) => (Number.isInteger(value) ? num(value) : ""),
    },
    y: {
      domain: isAccuracy ? [0, 1] : [0, Math.min(4, most)],
      label: null,
      grid: true,
      ticks: 5,
      tickFormat: (value: number) =>
        isAccuracy ? num(value, { percent: true, decimals: 0 }) : num(value, { decimals: 1 }),
    },
    marks: [Plot.ruleY([0], { stroke: "var(--ink-2)" }), ...marks],
    ariaLabel: tr(`curves.${kind}`),
  });
  for (const group of chart.querySelectorAll("g[aria-label]")) group.setAttribute("role", "group");
  chart.setAttribute("role", "img");
  return chart;
}

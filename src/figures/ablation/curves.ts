/**
 * Curves of an experiment: Observable Plot makes each chart once, with its axes and scales; news only lengthens lines in
 * it, since a whole chart twice a second would cost the page its smoothness. Loaded when the first experiment begins.
 */
import * as Plot from "@observablehq/plot";
import { CHART_WIDTH } from "@/figures/shell/chart-marks.ts";
import type { Words } from "@/figures/shell/contract.ts";
import type { Experiment, Point, Run } from "./experiment.ts";
import { DASHES, INKS } from "./inks.ts";
import { CHART_HEIGHT } from "./scene.ts";

export type CurveKind = "loss" | "accuracy";

/** A guess among ten costs ln 10 = 2.3; what lies higher is drawn at the top. */
const MOST_LOSS = 2.5;

export interface Curves {
  readonly element: Element;
  /** Draws what has come since the last time. */
  readonly update: () => void;
}

const svg = (name: "path" | "text", attributes: Readonly<Record<string, string>>): SVGElement => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

function frame(kind: CurveKind, epochs: number, { tr, num }: Words) {
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
      domain: [0, epochs],
      label: tr("axes.epoch"),
      labelAnchor: "center",
      labelArrow: "none",
      ticks: Math.min(5, epochs),
      tickFormat: (value: number) => (Number.isInteger(value) ? num(value) : ""),
    },
    y: {
      domain: [0, isAccuracy ? 1 : MOST_LOSS],
      label: null,
      grid: true,
      ticks: 5,
      tickFormat: (value: number) => num(value, isAccuracy ? { percent: true, decimals: 0 } : { decimals: 1 }),
    },
    marks: [Plot.ruleY([0], { stroke: "var(--ink-2)" })],
    ariaLabel: tr(`curves.${kind}`),
  });
  for (const group of chart.querySelectorAll("g[aria-label]")) group.setAttribute("role", "group");
  chart.setAttribute("role", "img");
  return chart;
}

/** One line a run; the variant by colour and dash, and by its letter where its first line ends. */
export function makeCurves(experiment: Experiment, kind: CurveKind, words: Words): Curves {
  const element = frame(kind, experiment.plan.epochs, words);
  const [x, y] = [element.scale("x"), element.scale("y")];
  const place = ({ epoch, value }: Point): [number, number] => [
    Number(x?.apply(epoch)),
    Number(y?.apply(kind === "loss" ? Math.min(value, MOST_LOSS) : value)),
  ];
  const lines = experiment.runs.map(({ variant: { id } }) =>
    svg("path", {
      fill: "none",
      stroke: `var(--${INKS[id]})`,
      "stroke-width": "2",
      "stroke-linecap": "round",
      "stroke-dasharray": DASHES[id],
    }),
  );
  const letters = experiment.plan.variants.map(({ id }) => {
    const letter = svg("text", { fill: `var(--${INKS[id]})`, "font-weight": "bold" });
    letter.textContent = words.tr(`letter.${id}`);
    return letter;
  });
  element.append(...lines);
  const drawn = lines.map(() => 0);
  const draw = (run: Run, i: number): void => {
    const points = run[kind];
    if (drawn[i] === points.length) return;
    drawn[i] = points.length;
    const places = points.map(place);
    // The round end of a line without length makes a single point visible.
    const end = places.length === 1 ? "h0" : "";
    lines[i]?.setAttribute("d", `M${places.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join("L")}${end}`);
    const which = experiment.plan.variants.indexOf(run.variant);
    const letter = letters[which];
    const [endX, endY] = places.at(-1)!;
    if (!letter || i !== which) return;
    letter.setAttribute("x", String(endX + 6));
    letter.setAttribute("y", String(endY + 5));
    if (!letter.isConnected) element.append(letter);
  };
  return {
    element,
    update() {
      experiment.runs.forEach(draw);
    },
  };
}

/** A curve drawn by hand over a plot: pointers draw, each point has a slider for the keyboard, then the true one joins. */
import type { Guess } from "./guess.ts";
import { plotOf, type Plot } from "./guess-plot.ts";
import { fromShare, toShare, write } from "./guess-scale.ts";

const SVG = "http://www.w3.org/2000/svg";
/** A curve that is nowhere farther off than this share of the scale is near enough. */
const NEAR = 0.05;

/** Shares of the scale as a path through the plot's points. */
const path = (shares: readonly number[], { x, y }: Plot): string =>
  shares.map((share, k) => `${k === 0 ? "M" : "L"}${x(k).toFixed(1)} ${y(share).toFixed(1)}`).join("");

/** Where the reader's curve lies nearest and farthest, in words that blame nobody. */
export function compareCurves(
  shares: readonly number[],
  xs: readonly number[],
  { scale, truth, tr, num }: Pick<Guess, "scale" | "truth" | "tr" | "num">,
): string {
  const gaps = shares.map((share, k) => Math.abs(share - toShare(truth[k] ?? 0, scale)));
  const farthest = gaps.indexOf(Math.max(...gaps));
  const nearest = gaps.indexOf(Math.min(...gaps));
  const said = (k: number): string => write(fromShare(shares[k] ?? 0, scale), scale, num);
  const is = (k: number): string => write(truth[k] ?? 0, scale, num);
  const x = num(xs[farthest] ?? 0);
  if (Math.max(...gaps) < NEAR) {
    return tr("curve.near", { x, guess: said(farthest), truth: is(farthest) });
  }
  return tr("curve.apart", {
    nearX: num(xs[nearest] ?? 0),
    nearGuess: said(nearest),
    nearTruth: is(nearest),
    x,
    guess: said(farthest),
    truth: is(farthest),
  });
}

export function wakeCurve(guess: Guess): void {
  const { box, scale, truth, before, tr, num } = guess;
  const pad = box.querySelector<HTMLElement>("[data-plot]");
  const lines = pad?.querySelector<SVGGElement>("[data-lines]");
  if (!pad || !lines) return;
  const xs = JSON.parse(pad.dataset["plot"] ?? "[]") as number[];
  const inputs = [...pad.querySelectorAll<HTMLInputElement>("input")];
  const plot = plotOf(xs.length);
  let isDrawn = inputs.some((input) => input.value !== input.defaultValue);
  let isCompared = false;

  const shares = (): number[] => inputs.map((input) => Number(input.value) / 100);
  const line = (name: string, d: string): SVGPathElement => {
    const made = document.createElementNS(SVG, "path");
    made.setAttribute("class", name);
    made.setAttribute("d", d);
    return made;
  };
  const draw = (): void => {
    const now = shares();
    const goal = truth.map((value) => toShare(value, scale));
    const dots = (values: readonly number[]): string =>
      values.map((share, k) => `M${plot.x(k).toFixed(1)} ${plot.y(share).toFixed(1)}h0`).join("");
    const gap = now.map((share, k) => `M${plot.x(k)} ${plot.y(share)}V${plot.y(goal[k] ?? 0)}`).join("");
    const at = inputs.indexOf(document.activeElement as HTMLInputElement);
    lines.replaceChildren(
      ...(isCompared
        ? [line("gap-bars", gap), line("true-line", path(goal, plot)), line("true-dots", dots(goal))]
        : []),
      line(isDrawn ? "own-line" : "own-line bare", path(now, plot)),
      line("own-dots", dots(now)),
      ...(at < 0 ? [] : [line("own-focus", `M${plot.x(at)} ${plot.y(now[at] ?? 0)}h0`)]),
    );
    inputs.forEach((input, k) => {
      input.setAttribute("aria-valuetext", write(fromShare(now[k] ?? 0, scale), scale, num));
    });
  };
  const change = (): void => {
    isDrawn = true;
    draw();
  };

  // Between two places that a quick pointer has told, the points in between are on the straight way.
  let last: { k: number; share: number } | undefined;
  const pointAt = ({ clientX, clientY }: PointerEvent): { k: number; share: number } => {
    const frame = pad.getBoundingClientRect();
    const unit = plot.width / frame.width;
    const along = ((clientX - frame.left) * unit - plot.x(0)) / (plot.x(1) - plot.x(0));
    const share = (plot.bottom - (clientY - frame.top) * unit) / (plot.bottom - plot.top);
    return {
      k: Math.min(xs.length - 1, Math.max(0, Math.round(along))),
      share: Math.min(1, Math.max(0, share)),
    };
  };
  const put = (event: PointerEvent): void => {
    const next = pointAt(event);
    const from = last ?? next;
    const steps = Math.abs(next.k - from.k);
    for (let s = 0; s <= steps; s++) {
      const input = inputs[from.k + Math.sign(next.k - from.k) * s];
      const share = steps === 0 ? next.share : from.share + ((next.share - from.share) * s) / steps;
      if (input) input.value = String(Math.round(100 * share));
    }
    last = next;
    change();
  };
  pad.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    // One that is done again (early-stroke.ts) may have no pointer any more.
    if (event.isTrusted) pad.setPointerCapture(event.pointerId);
    last = undefined;
    put(event);
  });
  pad.addEventListener("pointermove", (event) => {
    if (last && (pad.hasPointerCapture(event.pointerId) || !event.isTrusted)) put(event);
  });
  for (const type of ["pointerup", "pointercancel"] as const) {
    pad.addEventListener(type, () => {
      last = undefined;
    });
  }

  pad.addEventListener("input", change);
  pad.addEventListener("focusin", draw);
  pad.addEventListener("focusout", draw);
  pad.addEventListener("keydown", (event) => {
    const at = inputs.indexOf(event.target as HTMLInputElement);
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (at < 0 || step === 0) return;
    event.preventDefault();
    const next = inputs[at + step];
    if (!next) return;
    for (const input of inputs) input.tabIndex = input === next ? 0 : -1;
    next.focus();
  });

  box.querySelector("[data-compare]")?.addEventListener("click", () => {
    if (!isDrawn) {
      guess.ask(tr("curve.first"));
      return;
    }
    isCompared = true;
    const now = shares();
    guess.keep(now);
    draw();
    guess.reveal(`${compareCurves(now, xs, guess)} ${tr("curve.legend")}`);
  });

  if (!isDrawn && before?.length === inputs.length) {
    inputs.forEach((input, k) => (input.value = String(Math.round(100 * (before[k] ?? 0.5)))));
    isDrawn = true;
  }
  draw();
}

/** Labels of a scene as real text over the canvas: read by screen readers, sharp and upright at any angle. */
import type { Point3 } from "./camera.ts";
import type { StageLabel } from "./stage-scene.ts";

const SHIFT = { start: "0", middle: "-50%", end: "-100%" } as const;

export class StageLabels {
  readonly element = document.createElement("div");
  #shown: readonly StageLabel[] = [];
  #wording = "";
  #spans: HTMLSpanElement[] = [];

  constructor() {
    this.element.className = "stage-labels";
    this.element.style.cssText = "position:absolute;inset:0;pointer-events:none";
  }

  show(labels: readonly StageLabel[]): void {
    const wording = JSON.stringify(labels.map(({ text, ink }) => [text, ink]));
    this.#shown = labels;
    if (wording === this.#wording) return;
    this.#wording = wording;
    this.#spans = labels.map(({ text, ink }) => {
      const span = document.createElement("span");
      span.textContent = text;
      span.style.cssText = "position:absolute;top:0;left:0;white-space:nowrap";
      span.style.color = `var(--${ink ?? "ink-2"})`;
      return span;
    });
    this.element.replaceChildren(...this.#spans);
  }

  /** `see` gives x, y within ±1 and the distance; nearer labels lie over farther ones. */
  place(see: (point: Point3) => readonly [number, number, number], width: number, height: number): void {
    const nearest = Math.max(1e-6, Math.min(...this.#shown.map(({ at }) => see(at)[2])));
    this.#shown.forEach(({ at, anchor = "middle" }, i) => {
      const span = this.#spans[i];
      if (!span) return;
      const [x, y, depth] = see(at);
      const [left, top] = [(width + height * x) / 2, (height * (1 - y)) / 2];
      span.style.transform = `translate(${SHIFT[anchor]}, -50%) translate(${left.toFixed(1)}px, ${top.toFixed(1)}px)`;
      span.style.zIndex = String(Math.max(0, 10_000 - Math.round((1000 * depth) / nearest)));
    });
  }
}

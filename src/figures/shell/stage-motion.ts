/** A view on its way: eased, interruptible at any moment, at once where the reader wants no motion. Pure but for the clock. */
import { targetOf, type View } from "./camera.ts";

const EASE_MS = 220;
/** A flight to another place takes longer than a turn. */
const FLIGHT_MS = 600;

export class ViewMotion {
  view: View;
  #way: { from: View; to: View; start: number; length: number } | undefined;
  readonly #still: () => boolean;

  constructor(view: View, still: () => boolean) {
    this.view = view;
    this.#still = still;
  }

  /** Where the view is going, or is. */
  get aim(): View {
    return this.#way?.to ?? this.view;
  }
  get moves(): boolean {
    return this.#way !== undefined;
  }

  go(to: View, ease: boolean): void {
    if (!ease || this.#still()) {
      this.#way = undefined;
      this.view = to;
      return;
    }
    const from = this.view;
    // The short way round.
    const azimuth = to.azimuth + 360 * Math.round((from.azimuth - to.azimuth) / 360);
    const length = targetOf(from).join() === targetOf(to).join() ? EASE_MS : FLIGHT_MS;
    this.#way = { from: from, to: { ...to, azimuth }, start: performance.now(), length };
  }

  /** The view at a moment. */
  step(now: number): View {
    if (!this.#way) return this.view;
    const { from, to, start, length } = this.#way;
    const t = Math.min(1, Math.max(0, (now - start) / length));
    const s = 1 - (1 - t) ** 3;
    const mix = (a: number, b: number): number => a + (b - a) * s;
    const [a, b] = [targetOf(from), targetOf(to)];
    this.view =
      t === 1
        ? { ...to, azimuth: to.azimuth - 360 * Math.floor((to.azimuth + 180) / 360) }
        : {
            azimuth: mix(from.azimuth, to.azimuth),
            elevation: mix(from.elevation, to.elevation),
            // Equal times zoom by equal factors.
            zoom: from.zoom * (to.zoom / from.zoom) ** s,
            target: [mix(a[0], b[0]), mix(a[1], b[1]), mix(a[2], b[2])],
          };
    if (t === 1) this.#way = undefined;
    return this.view;
  }

  /** Stays where the way has led so far. */
  stop(): void {
    this.#way = undefined;
  }
}

/** Where things stand in the plot of a curve to guess, in units of its drawing; the same at build and in the page. */

export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The k-th point's place. */
  readonly x: (k: number) => number;
  /** A share of the scale, 0 to 1. */
  readonly y: (share: number) => number;
}

export function plotOf(count: number): Plot {
  const [width, height, left, right, top, bottom] = [320, 230, 66, 310, 12, 180];
  return {
    ...{ width, height, left, right, top, bottom },
    x: (k) => left + 10 + (k * (right - left - 20)) / (count - 1),
    y: (share) => bottom - share * (bottom - top),
  };
}

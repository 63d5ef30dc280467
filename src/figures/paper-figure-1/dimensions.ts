/**
 * The n of the panels: 2, 3, 15 and 30 are in the paper's caption, a panel for 5 is not confirmed. Apart from
 * compute.ts, so that the page does not load what the worker needs.
 */
export const DIMENSIONS = [2, 3, 5, 15, 30] as const;

/** How far the law is drawn: until it has fallen to a thousandth or less, which takes more rows in more dimensions. */
export const MOST_DIMENSIONS = 8;

export const mostRows = (d: number): number => 12 + 2 * d;

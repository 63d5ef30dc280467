/** Shares of the whole absolute gradient; a position's rank says how many are full before it comes. */
export const SHARES = [0.5, 0.75, 0.9, 0.99] as const;
/** The share that counts as what really carries weight. */
export const CARRYING = SHARES.indexOf(0.9);

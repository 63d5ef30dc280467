/** @typedef {"html" | "css" | "text fonts" | "math fonts" | "script" | "pictures" | "data"} Kind */

/** In the order of the printed table. @type {readonly Kind[]} */
export const KINDS = ["html", "css", "text fonts", "math fonts", "script", "pictures", "data"];

/**
 * What a page may weigh, in bytes as transferred with gzip, everything up to network idle without input.
 * Pictures and data count in the total only.
 * @type {Readonly<Partial<Record<Kind | "total", number>>>}
 */
const PAGE = {
  html: 45_000,
  css: 10_000,
  "text fonts": 45_000,
  "math fonts": 30_000,
  script: 20_000,
  total: 150_000,
};

/**
 * The budget of a route. The front page runs the network once it has loaded, so the engine (40 kB) and the network
 * (330 kB) come on top there.
 * @param {string} route
 */
export function budgetOf(route) {
  return route === "" ? { ...PAGE, script: 60_000, total: 520_000 } : PAGE;
}

/**
 * What is over its budget, in words.
 * @param {string} route
 * @param {Readonly<Record<Kind | "total", number>>} bytes
 * @returns {string[]}
 */
export function overBudget(route, bytes) {
  const budget = /** @type {Partial<Record<Kind | "total", number>>} */ (budgetOf(route));
  return [...KINDS, /** @type {const} */ ("total")].flatMap((kind) => {
    const limit = budget[kind];
    return limit !== undefined && bytes[kind] > limit ? [`${kind}: ${bytes[kind]} bytes, budget ${limit}`] : [];
  });
}

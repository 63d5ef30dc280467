/** What every live cell has besides the language: `show`, and a `console` whose lines are shown. */

/**
 * Shows a value below the cell: rows of numbers as a matrix, a list of objects as a table, `{ shape, data }` as a tensor,
 * `{ width, height, grey }` as a picture, `{ plot: [{ mark: "lineY", data, x: "n", y: "share" }] }` as a chart, all else
 * as text.
 */
declare function show(value: unknown, label?: string): void;

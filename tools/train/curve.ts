import type { EpochLog } from "./checkpoint.ts";

const [WIDTH, HEIGHT, EDGE] = [720, 300, 48];

/** The log as CSV: a line of names, then a line an epoch. */
export function logCsv(log: readonly EpochLog[]): string {
  const names = Object.keys(log[0] ?? {}) as (keyof EpochLog)[];
  return [names.join(), ...log.map((line) => names.map((name) => line[name]).join())].map((row) => `${row}\n`).join("");
}

/** Loss (left) and error on the held-out images (right) by epoch, each on a logarithmic scale, as an SVG file. */
export function curveSvg(log: readonly EpochLog[]): string {
  const half = WIDTH / 2;
  const curve = (title: string, left: number, values: readonly number[]): string => {
    const logs = values.map((value) => Math.log10(Math.max(value, 1e-6)));
    const low = Math.floor(Math.min(...logs));
    const high = Math.max(Math.ceil(Math.max(...logs)), low + 1);
    const x = (epoch: number): number => left + EDGE + ((half - EDGE - 16) * epoch) / Math.max(values.length, 2);
    const y = (power: number): number => EDGE / 2 + ((HEIGHT - EDGE - 16) * (high - power)) / (high - low);
    const ticks = Array.from({ length: high - low + 1 }, (_, i) => low + i).map(
      (power) =>
        `<path d="M${x(0)} ${y(power)}H${left + half - 16}" stroke="#ccc"/><text x="${x(0) - 6}" y="${y(power) + 4}" text-anchor="end">${10 ** power}</text>`,
    );
    const points = logs.map((value, i) => `${x(i + 1).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
    return (
      `<text x="${x(0)}" y="14" font-weight="600">${title}</text>${ticks.join("")}` +
      `<polyline points="${points}" fill="none" stroke="#1a5fb4" stroke-width="2"/>` +
      `<text x="${x(0)}" y="${HEIGHT - 12}">1</text><text x="${x(values.length)}" y="${HEIGHT - 12}" text-anchor="end">epoch ${values.length}</text>`
    );
  };
  const loss = curve(
    "Loss",
    0,
    log.map((line) => line.loss),
  );
  const error = curve(
    "Error on held-out images",
    half,
    log.map((line) => 1 - line.validationAccuracy),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>${loss}${error}</svg>\n`;
}

type Pair = readonly [number, number];
const T: Pair[] = [
  [1, 0],
  [0, 1],
  [-1, 1],
];
const x: Pair = [2, 1];

// Least squares: the point whose images are nearest to the values.
function solve(rows: readonly Pair[], values: readonly number[]) {
  let [a, b, c, u, v] = [0, 0, 0, 0, 0];
  rows.forEach(([p, q], i) => {
    [a, b, c] = [a + p * p, b + p * q, c + q * q];
    [u, v] = [u + p * values[i]!, v + q * values[i]!];
  });
  const d = a * c - b * b;
  return [(c * u - b * v) / d, (a * v - b * u) / d];
}

const z = T.map(([a, b]) => a * x[0] + b * x[1]);
const kept = z.map((value) => Math.max(value, 0));
const isActive = (_: unknown, i: number) => kept[i]! > 0;

export const linear = solve(T, kept);
export const ghost = solve(T, z.map(Math.abs)).map((v) => v / 2);
export const active = solve(T.filter(isActive), kept.filter(isActive));

// The matrix of the lesson, and the line x = (s, height).
const T = [
  [1, 0],
  [0, 1],
  [-1, 1],
] as const;
const height = -1;

export const line = [-2, -1, -0.5, 0, 1, 2].map((s) => {
  const before = T.map(([a, b]) => a * s + b * height);
  const after = before.map((z) => Math.max(z, 0));
  return {
    s,
    before: before.join(", "),
    after: after.join(", "),
    active: before.filter((z) => z > 0).length,
  };
});

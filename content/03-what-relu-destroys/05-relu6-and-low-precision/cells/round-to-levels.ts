const values = [0.05, 0.5, 2.37, 5.9];

// Rounds to the nearest of 256 levels from 0 to the end of the range.
function round(value: number, range: number): number {
  const step = range / 255;
  return Math.min(255, Math.round(value / step)) * step;
}

export const rounded = values.map((value) => ({
  value,
  "0 to 6": round(value, 6),
  error: Math.abs(round(value, 6) - value),
  "0 to 60": round(value, 60),
  "its error": Math.abs(round(value, 60) - value),
}));

/** Largest difference between an analytic gradient and central differences, as a share of the largest gradient. */
export function gradientError(
  values: Float32Array,
  analytic: Float32Array,
  loss: () => number,
  step: number,
  indices: readonly number[] = [...values.keys()],
): number {
  let worst = 0;
  let largest = 0;
  for (const i of indices) {
    const kept = values[i]!;
    values[i] = kept + step;
    const up = values[i] ?? 0;
    const lossUp = loss();
    values[i] = kept - step;
    const down = values[i] ?? 0;
    const lossDown = loss();
    values[i] = kept;
    const numeric = (lossUp - lossDown) / (up - down);
    worst = Math.max(worst, Math.abs(numeric - analytic[i]!));
    largest = Math.max(largest, Math.abs(numeric));
  }
  return worst / largest;
}

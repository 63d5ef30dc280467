/** How the learning rate changes over a run. `peak` is its largest value. */
export type Schedule =
  | { readonly kind: "constant"; readonly peak: number }
  /** × `factor` after every epoch; the paper's is 0.98. */
  | { readonly kind: "exponential"; readonly peak: number; readonly factor: number }
  /** Rises in a straight line over the first `warmup` share of the run, then falls as half a cosine to 0. */
  | { readonly kind: "cosine"; readonly peak: number; readonly warmup: number }
  /** A cosine laid out for `span` epochs, left at the end of epoch `leave` for a straight line to 0: a run cut short. */
  | {
      readonly kind: "cosine-cut";
      readonly peak: number;
      readonly warmup: number;
      readonly span: number;
      readonly leave: number;
    }
  /** One schedule laid out for the first `epochs`, then another for the rest: a finished run that is taken up again. */
  | { readonly kind: "again"; readonly first: Schedule; readonly epochs: number; readonly then: Schedule };

function cosine(peak: number, warmup: number, step: number, total: number): number {
  const rise = warmup * total;
  if (step < rise) return (peak * (step + 1)) / (rise + 1);
  return (peak / 2) * (1 + Math.cos((Math.PI * (step - rise)) / (total - rise)));
}

/** The learning rate at a step, of `total` steps with `perEpoch` in each epoch; the first step is 0. */
export function rateAt(schedule: Schedule, step: number, total: number, perEpoch: number): number {
  switch (schedule.kind) {
    case "constant":
      return schedule.peak;
    case "exponential":
      return schedule.peak * schedule.factor ** Math.floor(step / perEpoch);
    case "cosine":
      return cosine(schedule.peak, schedule.warmup, step, total);
    case "cosine-cut": {
      const { peak, warmup, span, leave } = schedule;
      const left = leave * perEpoch;
      const whole = cosine(peak, warmup, Math.min(step, left), span * perEpoch);
      return step <= left ? whole : (whole * (total - step)) / (total - left);
    }
    case "again": {
      const { first, epochs, then } = schedule;
      const done = epochs * perEpoch;
      return step < done ? rateAt(first, step, done, perEpoch) : rateAt(then, step - done, total - done, perEpoch);
    }
  }
}

import { expect, it } from "vitest";
import { Stopwatch, tickOf } from "@/workers/stopwatch.ts";

/** A clock that is read in whole ticks; `pass` lets time go by. */
function coarseClock(tickMs: number) {
  let ms = 0;
  return {
    now: () => Math.floor(ms / tickMs + 1e-9) * tickMs,
    pass: (by: number) => {
      ms += by;
    },
  };
}

it("finds the clock's tick by waiting for it", () => {
  let calls = 0;
  // Each look takes 0.03 ms, the clock moves by 0.1 ms.
  expect(tickOf(() => Math.floor((calls++ * 0.03) / 0.1) * 0.1)).toBeCloseTo(0.1, 9);
});

it("makes a call that is shorter than ten ticks several times at once, and tells the time of one", () => {
  const { now, pass } = coarseClock(0.1);
  const watch = new Stopwatch(0.1, now);
  let made = 0;
  const call = (): void => {
    made++;
    pass(0.02);
  };
  for (let i = 0; i < 4; i++) watch.time(0, call);
  watch.forget();
  made = 0;
  watch.time(0, call);
  // 0.02 ms each: at least fifty of them make ten ticks of 0.1 ms.
  expect(made).toBeGreaterThanOrEqual(50);
  expect(watch.times[0]).toHaveLength(1);
  expect(watch.times[0]![0]).toBeCloseTo(0.02, 2);
});

it("makes a long call once", () => {
  const { now, pass } = coarseClock(0.1);
  const watch = new Stopwatch(0.1, now);
  let made = 0;
  for (let i = 0; i < 3; i++) {
    watch.time(2, () => {
      made++;
      pass(5);
    });
  }
  expect(made).toBe(3);
  for (const ms of watch.times[2]!) expect(ms).toBeCloseTo(5, 9);
});

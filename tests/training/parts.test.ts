import { describe, expect, it } from "vitest";
import { build } from "@kernels/models/build.ts";
import { DIGITS } from "@kernels/models/digits.ts";
import { seededRandom } from "@kernels/random.ts";
import { augment, type Augmentation } from "@kernels/training/augment.ts";
import { fromFileOrder, type Layout, layoutOf, toFileOrder } from "@kernels/training/layout.ts";
import { labRecipe } from "@kernels/training/lab.ts";
import type { BatchResult } from "@kernels/training/loss.ts";
import type { TrainingNetwork } from "@kernels/training/network.ts";
import { runShard } from "@kernels/training/shard.ts";
import { LINEAR } from "@kernels/training/ops.ts";
import { newState, optimise, type OptimiserOptions } from "@kernels/training/optimisers.ts";
import { rateAt } from "@kernels/training/schedules.ts";
import { unitsOf } from "@kernels/training/units.ts";
import { totals } from "@kernels/cost/totals.ts";
import { wilson } from "@kernels/statistics/wilson.ts";

/** One weight that decays. */
const ONE: Layout = {
  slots: [{ name: "w", shape: [1, 1], offset: 0, length: 1, learned: true, decays: true }],
  learnedLength: 1,
  statisticsLength: 0,
};
/** Two steps from 1 with gradients 2 and −1 at rate 0.1. */
function twoSteps(options: OptimiserOptions): number {
  const learned = Float32Array.of(1);
  const state = newState(1);
  optimise(learned, Float32Array.of(2), state, ONE, options, 0.1);
  optimise(learned, Float32Array.of(-1), state, ONE, options, 0.1);
  return learned[0]!;
}

describe("optimisers, worked by hand", () => {
  it("SGD with momentum: v = 2, then 0.9 · 2 − 1 = 0.8", () => {
    const options = { kind: "sgd", momentum: 0.9, nesterov: false, decay: 0 } as const;
    expect(twoSteps(options)).toBeCloseTo(1 - 0.2 - 0.08, 6);
  });
  it("Nesterov looks ahead: 2 + 0.9 · 2, then −1 + 0.9 · 0.8", () => {
    const options = { kind: "sgd", momentum: 0.9, nesterov: true, decay: 0 } as const;
    expect(twoSteps(options)).toBeCloseTo(1 - 0.38 + 0.028, 6);
  });
  it("weight decay adds a share of the weight to its gradient: 2 + 0.5 · 1, then −1 + 0.5 · 0.75", () => {
    const options = { kind: "sgd", momentum: 0, nesterov: false, decay: 0.5 } as const;
    expect(twoSteps(options)).toBeCloseTo(1 - 0.25 + 0.0625, 6);
  });
  it("RMSProp: squares 0.4, then 0.46; velocities 0.2 / √0.4, then 0.9 of it − 0.1 / √0.46", () => {
    const options = { kind: "rmsprop", momentum: 0.9, smoothing: 0.9, epsilon: 0, decay: 0 } as const;
    const first = 0.2 / Math.sqrt(0.4);
    expect(twoSteps(options)).toBeCloseTo(1 - first - (0.9 * first - 0.1 / Math.sqrt(0.46)), 6);
  });
  it("Adam's first step has the size of the rate, whatever the gradient", () => {
    const learned = Float32Array.of(1);
    const options = { kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 0, decay: 0 } as const;
    optimise(learned, Float32Array.of(2), newState(1), ONE, options, 0.1);
    expect(learned[0]).toBeCloseTo(0.9, 6);
  });
});

describe("schedules", () => {
  it("the paper's falls by 2 % an epoch", () => {
    const schedule = { kind: "exponential", peak: 0.045, factor: 0.98 } as const;
    expect(rateAt(schedule, 99, 1000, 100)).toBe(0.045);
    expect(rateAt(schedule, 200, 1000, 100)).toBeCloseTo(0.045 * 0.98 ** 2, 12);
  });
  it("the cosine rises over its warm-up, peaks, halves in the middle and ends near 0", () => {
    const schedule = { kind: "cosine", peak: 1, warmup: 0.1 } as const;
    expect(rateAt(schedule, 0, 1000, 100)).toBeCloseTo(1 / 101, 9);
    expect(rateAt(schedule, 100, 1000, 100)).toBe(1);
    expect(rateAt(schedule, 550, 1000, 100)).toBeCloseTo(0.5, 9);
    expect(rateAt(schedule, 999, 1000, 100)).toBeLessThan(1e-5);
  });
  it("the cut cosine follows the long one, then falls in a straight line", () => {
    const long = { kind: "cosine", peak: 1, warmup: 0.1 } as const;
    const cut = { kind: "cosine-cut", peak: 1, warmup: 0.1, span: 10, leave: 4 } as const;
    for (const step of [0, 50, 399, 400]) expect(rateAt(cut, step, 600, 100)).toBe(rateAt(long, step, 1000, 100));
    expect(rateAt(cut, 500, 600, 100)).toBeCloseTo(rateAt(long, 400, 1000, 100) / 2, 12);
    expect(rateAt(cut, 599, 600, 100)).toBeLessThan(0.01);
  });
  it("a run taken up again follows its first schedule to the end, then the second from its start", () => {
    const first = { kind: "cosine", peak: 1, warmup: 0.1 } as const;
    const then = { kind: "exponential", peak: 0.5, factor: 0.5 } as const;
    const again = { kind: "again", first, epochs: 3, then } as const;
    for (const step of [0, 100, 299]) expect(rateAt(again, step, 800, 100)).toBe(rateAt(first, step, 300, 100));
    expect(rateAt(again, 300, 800, 100)).toBe(0.5);
    expect(rateAt(again, 500, 800, 100)).toBe(0.125);
  });
});

describe("augmentation", () => {
  const pixels = new Uint8Array(100);
  pixels[34] = 255;
  const still = { rotate: 0, shift: 0, scale: 0, shear: 0, elastic: 0 };
  const bent = (options: typeof still, seed: number): Float32Array => {
    const out = new Float32Array(100);
    augment(out, pixels, [10, 10, 1], options, seededRandom(seed));
    return out;
  };
  it("leaves the image as it is if nothing may move, scaled to 0 to 1", () => {
    expect(bent(still, 1)).toEqual(Float32Array.from(pixels, (pixel) => pixel / 255));
  });
  it("moves the dot, by less than the limit, the same way for the same seed", () => {
    const limits = { ...still, shift: 2 };
    const out = bent(limits, 2);
    expect(bent(limits, 2)).toEqual(out);
    expect(bent(limits, 3)).not.toEqual(out);
    out.forEach((value, i) => {
      const far = Math.abs(Math.floor(i / 10) - 3) > 2 || Math.abs((i % 10) - 4) > 2;
      if (far) expect(value).toBe(0);
    });
    expect(out.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    const centre = (of: (i: number) => number): number => out.reduce((sum, value, i) => sum + value * of(i), 0);
    expect(Math.abs(centre((i) => i % 10) - 4)).toBeGreaterThan(0.1);
    expect(Math.abs(centre((i) => Math.floor(i / 10)) - 3)).toBeGreaterThan(0.1);
  });
});

describe("images in colour", () => {
  const [h, w] = [6, 8];
  const random = seededRandom(5);
  const pixels = Uint8Array.from({ length: h * w * 3 }, () => Math.floor(256 * random()));
  const still = { rotate: 0, shift: 0, scale: 0, shear: 0, elastic: 0 };
  const bent = (options: Augmentation, seed: number, of = pixels): Float32Array => {
    const out = new Float32Array(of.length);
    augment(out, of, [h, w, of.length / (h * w)], options, seededRandom(seed));
    return out;
  };
  const channel = <T extends Uint8Array | Float32Array>(of: T, c: number): T => of.filter((_, i) => i % 3 === c) as T;
  const colour = { brightness: 0.1, contrast: 0.2, saturation: 0.4 };

  it("each channel is bent, moved and mirrored as a grey image would be, all three alike", () => {
    const options: Augmentation = { rotate: 20, shift: 1.5, scale: 0.2, shear: 0.1, elastic: 0.5, flip: true };
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const out = bent(options, seed);
      for (const c of [0, 1, 2]) expect(channel(out, c)).toEqual(bent(options, seed, channel(pixels, c)));
    }
  });
  it("colours change within their limits, differently for another seed, and stay between black and white", () => {
    for (const seed of [1, 2, 3]) {
      const out = bent({ ...still, colour }, seed);
      expect(Math.min(...out)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...out)).toBeLessThanOrEqual(1);
      expect(out).not.toEqual(bent({ ...still, colour }, seed + 10));
    }
    const plain = bent(still, 1);
    const only = (part: Partial<typeof colour>, seed: number): Float32Array =>
      bent({ ...still, colour: { brightness: 0, contrast: 0, saturation: 0, ...part } }, seed);
    // Inside black and white, brightness adds one number to all values.
    const moved = only({ brightness: 0.1 }, 3);
    const lifts = [...moved].flatMap((value, i) => (value > 0 && value < 1 ? [value - plain[i]!] : []));
    expect(Math.max(...lifts) - Math.min(...lifts)).toBeLessThan(1e-6);
    expect(Math.abs(lifts[0]!)).toBeLessThanOrEqual(0.1);
    // A grey pixel has no colour to strengthen.
    const greys = Uint8Array.from({ length: h * w * 3 }, (_, i) => 5 * Math.floor(i / 3));
    const out = new Float32Array(greys.length);
    augment(out, greys, [h, w, 3], { ...still, colour: { ...colour, brightness: 0, contrast: 0 } }, seededRandom(4));
    out.forEach((value, i) => {
      expect(value).toBeCloseTo(greys[i]! / 255, 6);
    });
  });
  it("a rectangle is erased in all three channels at once", () => {
    const out = bent({ ...still, erase: { chance: 1, least: 0.2, most: 0.3 } }, 9);
    const plain = bent(still, 9);
    const changed = [0, 1, 2].map((c) => [...channel(out, c)].map((value, i) => value !== channel(plain, c)[i]));
    expect(changed[0]!.filter(Boolean).length).toBeGreaterThan(5);
    expect(changed[1]).toEqual(changed[0]);
    expect(changed[2]).toEqual(changed[0]);
  });
  it("grey images keep their colours, and their random stream, whatever is asked for colour", () => {
    const grey = channel(pixels, 0);
    const options: Augmentation = { ...still, erase: { chance: 1, least: 0.2, most: 0.3 } };
    expect(bent({ ...options, colour }, 3, grey)).toEqual(bent(options, 3, grey));
  });
});

describe("mirror, whole shifts and erasing", () => {
  const pixels = Uint8Array.from({ length: 100 }, (_, i) => i + 1);
  const still = { rotate: 0, shift: 0, scale: 0, shear: 0, elastic: 0 };
  const bent = (options: Augmentation, seed: number): number[] => {
    const out = new Float32Array(100);
    augment(out, pixels, [10, 10, 1], options, seededRandom(seed));
    return Array.from(out, (value) => Math.round(value * 255));
  };
  const seeds = Array.from({ length: 400 }, (_, seed) => seed);

  it("mirrors about half of the images left to right, exactly", () => {
    const firsts = seeds.map((seed) => bent({ ...still, flip: true }, seed));
    const mirrored = firsts.filter((out) => out[0] === 10);
    expect(mirrored.length).toBeGreaterThan(150);
    expect(mirrored.length).toBeLessThan(250);
    for (const out of mirrored)
      expect(out).toEqual(Array.from(pixels, (_, i) => 10 * Math.floor(i / 10) + 10 - (i % 10)));
    for (const out of firsts.filter((one) => one[0] !== 10)) expect(out).toEqual([...pixels]);
  });
  it("shifts by whole pixels, up to the limit, and leaves the others' random stream alone", () => {
    const found = new Set<string>();
    for (const seed of seeds) {
      const out = bent({ ...still, shift: 2, whole: true }, seed);
      const to = out.indexOf(56);
      const [down, right] = [Math.floor(to / 10) - 5, (to % 10) - 5];
      found.add(`${String(down)} ${String(right)}`);
      const expected = Array.from(pixels, (_, i) => {
        const [y, x] = [Math.floor(i / 10) - down, (i % 10) - right];
        return y < 0 || y > 9 || x < 0 || x > 9 ? 0 : pixels[y * 10 + x];
      });
      expect(out).toEqual(expected);
    }
    expect(found.size).toBe(25);
    expect(bent({ ...still, shift: 2 }, 3)).toEqual(bent({ ...still, shift: 2, flip: false }, 3));
  });
  it("erases one rectangle of the asked size in as many images as asked", () => {
    const erase = { chance: 0.3, least: 0.1, most: 0.3 };
    const changed = seeds
      .map((seed) => bent({ ...still, erase }, seed).map((value, i) => value !== pixels[i]))
      .filter((mask) => mask.some(Boolean));
    expect(changed.length).toBeGreaterThan(80);
    expect(changed.length).toBeLessThan(160);
    for (const mask of changed) {
      const places = mask.flatMap((isChanged, i) => (isChanged ? [[Math.floor(i / 10), i % 10] as const] : []));
      const span = (of: 0 | 1): number => {
        const all = places.map((place) => place[of]);
        return Math.max(...all) - Math.min(...all) + 1;
      };
      const box = span(0) * span(1);
      expect(box).toBeLessThanOrEqual(40);
      expect(places.length).toBeGreaterThanOrEqual(0.7 * box);
    }
  });
  it("erases until an epoch and no longer: from then on an image is bent as if nothing were ever erased", () => {
    const images = {
      h: 10,
      w: 10,
      c: 1,
      pixels: Uint8Array.from({ length: 100 }, (_, i) => 2 * i + 1),
      labels: Uint8Array.of(3),
    };
    const seenAt = (epoch: number, augmentation: Augmentation): number[] => {
      const input = new Float32Array(100);
      const forward = (): void => undefined;
      const backward = (): BatchResult => ({ loss: 0, correct: 0 });
      const recipe = { ...labRecipe({ seed: 5, epochs: 9, test: 0 }), shard: 1, augmentation };
      runShard({ input, forward, backward } as unknown as TrainingNetwork, images, Uint32Array.of(0), recipe, epoch);
      return [...input];
    };
    const erase = { chance: 1, least: 0.1, most: 0.3 };
    for (const epoch of [0, 6, 7, 8]) {
      const plain = seenAt(epoch, { ...still, shift: 2 });
      const erased = seenAt(epoch, { ...still, shift: 2, erase, eraseUntil: 7 });
      if (epoch < 7) expect(erased).not.toEqual(plain);
      else expect(erased).toEqual(plain);
    }
  });
});

describe("layout", () => {
  const layers = build(DIGITS);
  it("turns [out, in, k, k] into [k, k, in, out] and back", () => {
    const slot = { name: "w", shape: [2, 3, 1, 1], offset: 4, length: 6, learned: true, decays: true };
    const flat = new Float32Array(10);
    fromFileOrder(slot, flat, [1, 2, 3, 4, 5, 6]);
    expect([...flat]).toEqual([0, 0, 0, 0, 1, 4, 2, 5, 3, 6]);
    expect([...toFileOrder(slot, flat)]).toEqual([1, 2, 3, 4, 5, 6]);
  });
  it("holds every parameter of digits once, apart from running statistics", () => {
    const { slots } = layoutOf(layers);
    const learned = slots.filter((slot) => slot.learned).reduce((sum, slot) => sum + slot.length, 0);
    expect(learned).toBe(totals(layers).params);
  });
  it("sees digits as 52 units, ten of them with a shortcut, and no ReLU6 on a neck", () => {
    const { units } = unitsOf(layers);
    expect(units).toHaveLength(52);
    expect(units.filter(({ shortcut }) => shortcut !== undefined)).toHaveLength(10);
    expect(units.filter(({ range, conv }) => (range === LINEAR) !== (conv.step === "project"))).toEqual([]);
  });
});

it("Wilson's interval for 9,940 of 10,000 is 99.23 % to 99.53 %", () => {
  const [low, high] = wilson(9940, 10_000);
  expect([low.toFixed(4), high.toFixed(4)]).toEqual(["0.9923", "0.9953"]);
});

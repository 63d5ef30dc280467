import { compute, type ReluCollapseState } from "@/figures/relu-collapse/compute.ts";
import { fact } from "@kernels/facts/index.ts";
import { build } from "@kernels/models/build.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";
import { gaussian, seededRandom } from "@kernels/random.ts";
import { describe, expect, it } from "vitest";
import { says } from "./says.ts";

/**
 * Recomputes the numbers that chapter 3 works out in its text, and looks each up in the text, so that neither the
 * words nor the arithmetic can change alone.
 */
const fewerHeads = (n: number, d: number, p = 0.5): number => {
  let sum = 0;
  let choose = 1;
  for (let k = 0; k < d; k++) {
    sum += choose * p ** k * (1 - p) ** (n - k);
    choose = (choose * (n - k)) / (k + 1);
  }
  return sum;
};
type Point = readonly [number, number];
type Matrix = readonly Point[];
const T: Matrix = [
  [1, 0],
  [0, 1],
  [-1, 1],
];
const times = (rows: Matrix, [x, y]: Point): number[] => rows.map(([a, b]) => a * x + b * y);
/** (RᵀR)⁻¹Rᵀz by the normal equations. */
function solve(rows: Matrix, z: readonly number[]): Point {
  let [a, b, c, u, v] = [0, 0, 0, 0, 0];
  rows.forEach(([p, q], i) => {
    [a, b, c, u, v] = [a + p * p, b + p * q, c + q * q, u + p * z[i]!, v + q * z[i]!];
  });
  const determinant = a * c - b * b;
  return [(c * u - b * v) / determinant, (a * v - b * u) / determinant];
}
const relu = (z: readonly number[]): number[] => z.map((value) => Math.max(value, 0));
const draw = (n: number, random: () => number): Matrix =>
  Array.from({ length: n }, () => [gaussian(random), gaussian(random)] as const);

describe("the manifold of interest", () => {
  it("carries two lines through T and ReLU", () => {
    expect([-1, 0.5, 2].map((s) => relu(times(T, [s, 1])))).toEqual([
      [0, 1, 2],
      [0.5, 1, 0.5],
      [2, 1, 0],
    ]);
    expect([-2, -0.5, 2].map((s) => relu(times(T, [s, -1])))).toEqual([
      [0, 0, 1],
      [0, 0, 0],
      [2, 0, 0],
    ]);
    expect(relu(times(T, [2, -5]))).toEqual(relu(times(T, [2, -1])));
    expect(relu(times(T, [-1, -3]))).toEqual([0, 0, 0]);
    says("manifold-of-interest", "$(0,\\; 1,\\; 2)$", "$(2, -1)$ and $(2, -5)$ both give $(2, 0, 0)$");
  });
  it("tells the size of block 3", () => {
    const first = build(MOBILENET_V2).find(({ block, step }) => block === 3 && step === "expand");
    const [side, channels] = ["side", "channels"].map((key) => fact(`mobilenet-v2-1.0-224.block-3.${key}`).value);
    expect(first?.inShape).toEqual([side, side, channels]);
  });
});

describe("the spiral experiment", () => {
  it("loses 1/2 + θ/360° of all directions to two rows", () => {
    const share = (theta: number): number => {
      const angle = (theta * Math.PI) / 180;
      const rows: Matrix = [
        [1, 0],
        [Math.cos(angle), Math.sin(angle)],
      ];
      const all = Array.from({ length: 36000 }, (_, i) => (2 * Math.PI * (i + 0.5)) / 36000);
      const isLost = (phi: number): boolean =>
        times(rows, [Math.cos(phi), Math.sin(phi)]).filter((z) => z > 0).length < 2;
      return all.filter(isLost).length / all.length;
    };
    expect([30, 60, 90, 150].map((theta) => share(theta).toFixed(3))).toEqual(["0.583", "0.667", "0.750", "0.917"]);
    says("spiral-experiment", "At $\\theta = 30°$ this is 0.583, at 90° it is 0.75", "at 150° it is 0.917", "= 0.667");
  });
  it("loses one point in 2048 to 15 rows", () => {
    expect(fewerHeads(15, 2)).toBe(1 / 2048);
    says("spiral-experiment", "$16/32768 \\approx 0.0005$: one point in 2048");
  });
});

/** For each of many matrices of n rows in random directions, the lost arcs of a full circle, as a share of it; sorted. */
function lostShares(n: number, matrices: number): number[] {
  const random = seededRandom(1);
  const turn = (angle: number): number => angle - Math.floor(angle);
  return Array.from({ length: matrices }, () => {
    // A row at angle θ is active from θ − ¼ to θ + ¼ turn.
    const events = Array.from({ length: n }, () => random()).flatMap((row) => [
      [turn(row - 0.25), 1] as const,
      [turn(row + 0.25), -1] as const,
    ]);
    events.sort((a, b) => a[0] - b[0]);
    let active = events.reduce((count, [at, change]) => count + (change > 0 && turn(at + 0.5) < at ? 1 : 0), 0);
    let [from, lost] = [0, 0];
    for (const [at, change] of [...events, [1, 0] as const]) {
      if (active < 2) lost += at - from;
      [from, active] = [at, active + change];
    }
    return lost;
  }).sort((a, b) => a - b);
}

describe("the law", () => {
  it("(n + 1)/2ⁿ, and 1/2ⁿ sent to the origin", () => {
    const row = (n: number): string => [fewerHeads(n, 2), fewerHeads(n, 1)].map((p) => p.toPrecision(3)).join(" ");
    expect([2, 3, 5, 8, 15, 30].map(row)).toEqual([
      "0.750 0.250",
      "0.500 0.125",
      "0.188 0.0313",
      "0.0352 0.00391",
      "0.000488 0.0000305",
      "2.89e-8 9.31e-10",
    ]);
    expect(2 ** 30).toBe(1073741824);
    expect(fewerHeads(5, 2) / fewerHeads(10, 2)).toBeCloseTo(17.5, 1);
    expect(fewerHeads(4, 2)).toBe(5 / 16);
    says("the-law", "31/1,073,741,824", "11/1024 ≈ 0.0107, less by a factor of 17.5");
    expect(1 / fewerHeads(30, 2) / 1e6).toBeCloseTo(34.6, 1);
    says("half-and-a-ghost", "one in 35 million");
  });
  it("scatters over matrices as the table says", () => {
    const table = [2, 3, 5, 8, 15].map((n) => {
      const shares = lostShares(n, 40_000);
      const mean = shares.reduce((sum, share) => sum + share) / shares.length;
      const spread = Math.sqrt(shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length);
      const losing = shares.filter((share) => share > 1e-12).length / shares.length;
      return { mean, spread, low: shares[2000]!, high: shares[38_000]!, losing };
    });
    const column = (key: keyof (typeof table)[number], digits: number): string[] =>
      table.map((row) => row[key].toFixed(digits));
    expect(column("mean", 2)).toEqual(["0.75", "0.50", "0.19", "0.04", "0.00"]);
    expect(column("spread", 2)).toEqual(["0.14", "0.00", "0.13", "0.07", "0.01"]);
    // At n = 2 the share is uniform from ½ to 1, so 0.525 and 0.975 are exact.
    [0.525, 0.5, 0, 0, 0].forEach((low, i) => expect(Math.abs(table[i]!.low - low)).toBeLessThan(0.003));
    [0.975, 0.5, 0.41, 0.19, 0].forEach((high, i) => expect(Math.abs(table[i]!.high - high)).toBeLessThan(0.006));
    for (const [i, n] of [2, 3, 5, 8, 15].entries()) {
      expect(Math.abs(table[i]!.spread - fact(`relu-collapse.spread.n-${n}`).value)).toBeLessThan(0.002);
    }
    expect(table[3]!.losing).toBeCloseTo(0.37, 2);
    expect(table[4]!.losing).toBeCloseTo(0.012, 2.7);
    says(
      "the-law",
      "only about 12 matrices in 1,000 lose anything",
      "More than half of all matrices lose nothing at n = 8",
    );
  });
  it("in three dimensions, and exactly one half at n = 2d − 1", () => {
    expect([6, 12, 3, 5].map((n) => fewerHeads(n, 3))).toEqual([22 / 64, 79 / 4096, 7 / 8, 1 / 2]);
    expect([2, 3, 4, 7].map((d) => fewerHeads(2 * d - 1, d))).toEqual([0.5, 0.5, 0.5, 0.5]);
    says("the-law", "$(1 + 6 + 15)/64 = 22/64 \\approx 0.34$", "$(1 + 12 + 66)/4096 = 79/4096 \\approx 0.019$");
  });
  it("the paper's bound for n = 2 holds from m = 30 on", () => {
    const holds = (m: number): boolean => 3 * Math.log2(m) <= m / 2;
    expect([28, 29, 30, 31, 100, 1000].map(holds)).toEqual([false, false, true, true, true, true]);
    says("the-law", "holds for n = 2 only from m = 30 on");
  });
});

describe("half, and a ghost", () => {
  const close = ([x, y]: Point, [u, v]: Point): void => {
    expect(x).toBeCloseTo(u, 12);
    expect(y).toBeCloseTo(v, 12);
  };
  it("works both decoders out for (2, 1)", () => {
    const z = times(T, [2, 1]);
    close(solve(T, relu(z)), [5 / 3, 4 / 3]);
    close(solve(T, z.map(Math.abs)), [4 / 3, 5 / 3]);
    const active = T.filter((_, i) => z[i]! > 0);
    close(solve(active, z.filter((value) => value > 0)), [2, 1]); // prettier-ignore
    says("half-and-a-ghost", "(\\frac53, \\frac43)", "(\\frac43, \\frac53)", "(\\frac23, \\frac56)");
  });
  it("cancels the ghosts of opposite points, for any matrix", () => {
    const random = seededRandom(7);
    for (let i = 0; i < 50; i++) {
      const matrix = draw(2 + (i % 9), random);
      const x: Point = [gaussian(random), gaussian(random)];
      const [there, opposite] = [x, [-x[0], -x[1]] as const].map((at) => solve(matrix, relu(times(matrix, at))));
      expect(there![0] - opposite![0]).toBeCloseTo(x[0], 6);
      expect(there![1] - opposite![1]).toBeCloseTo(x[1], 6);
    }
  });
  it("misses by the error that the table shows, within 0.03", () => {
    const circle = Array.from(
      { length: 32 },
      (_, i) => [Math.cos((Math.PI * i) / 32), Math.sin((Math.PI * i) / 32)] as const,
    );
    for (const n of [2, 3, 5, 8, 15, 30, 100, 1000]) {
      const random = seededRandom(1);
      const errors = Array.from({ length: n > 99 ? 300 : 2000 }, () => {
        const matrix = draw(n, random);
        const squares = circle.map((x) => Math.hypot(...solve(matrix, times(matrix, x).map(Math.abs))) ** 2);
        return Math.sqrt(squares.reduce((sum, square) => sum + square) / circle.length);
      }).sort((a, b) => a - b);
      const median = errors[errors.length >> 1]!;
      expect(Math.abs(median - fact(`relu-collapse.relative-error.n-${n}`).value), `n = ${n}`).toBeLessThan(0.03);
    }
  });
});

describe("ReLU6 and low precision", () => {
  it("rounds 2.37 in two ranges", () => {
    const code = (range: number): string[] => {
      const step = range / 255;
      const level = Math.round(2.37 / step);
      return [step.toFixed(4), `${level}`, (level * step).toFixed(4), Math.abs(level * step - 2.37).toFixed(4)];
    };
    expect(code(6)).toEqual(["0.0235", "101", "2.3765", "0.0065"]);
    expect(code(60)).toEqual(["0.2353", "10", "2.3529", "0.0171"]);
    expect([6 / 510, 60 / 510].map((half) => half.toFixed(4))).toEqual(["0.0118", "0.1176"]);
    says("relu6-and-low-precision", "2.3765", "0.0065", "2.3529", "0.0171", "0.0118", "0.1176");
  });
  it("tosses an unfair coin", () => {
    // Φ(x) − ½ by Simpson's rule.
    const half = (x: number): number => {
      const density = (u: number): number => Math.exp((-u * u) / 2) / Math.sqrt(2 * Math.PI);
      const steps = 2000;
      const at = (i: number): number => density((x * i) / steps) * (i === 0 || i === steps ? 1 : i % 2 ? 4 : 2);
      return (Array.from({ length: steps + 1 }, (_, i) => at(i)).reduce((a, b) => a + b) * x) / steps / 3;
    };
    const rows = [1, 2, 3, 6, 12].map((sigma) => [half(6 / sigma), fewerHeads(15, 2, half(6 / sigma))] as const);
    expect(rows.map(([p]) => p.toFixed(4))).toEqual(["0.5000", "0.4987", "0.4772", "0.3413", "0.1915"]);
    expect(rows.map(([, share]) => share.toPrecision(2))).toEqual(["0.00049", "0.00051", "0.00087", "0.017", "0.19"]);
    const factor = rows.map(([, share]) => share / fewerHeads(15, 2));
    expect([factor[3]!.toFixed(0), factor[4]!.toFixed(0)]).toEqual(["34", "385"]);
    says("relu6-and-low-precision", "0.0167", "0.188", "a factor of 34, at 12 nearly four hundred");
  });
});

describe("the linear bottleneck", () => {
  it("puts ReLU into a neck of 24 channels", () => {
    const shares = [6, 8, 10, 12, 16].map((d) => fewerHeads(24, d).toPrecision(3));
    expect(shares).toEqual(["0.00331", "0.0320", "0.154", "0.419", "0.924"]);
    expect(1 - fewerHeads(24, 24)).toBeCloseTo(1 / 16777216, 12);
    expect((1 - 1 / 2 ** 24).toFixed(8)).toBe("0.99999994");
    says("linear-bottleneck", "one in 16,777,216", "| 0.0033 ", "| 0.032 ", "| 0.154 ", "| 0.419 ", "| 0.924 ");
  });
  it("widens real necks", () => {
    const mantissa = (p: number): string =>
      p > 1e-4 ? `${Number(p.toPrecision(2))}` : p.toExponential(1).replace(/e-(\d+)/, " \\cdot 10^{-$1}}$");
    for (const d of [16, 24, 32, 64, 96, 160]) {
      expect(fewerHeads(d, d)).toBeGreaterThan(0.9999);
      says("linear-bottleneck", ...[3, 4, 6].map((t) => mantissa(fewerHeads(t * d, d))));
      says(
        "linear-bottleneck",
        `| ${d} `,
        fewerHeads(2 * d, d)
          .toFixed(2)
          .replace("0.465", "0.46"),
      );
    }
    const six = [6, 12, 18, 24].map((n) => (100 * fewerHeads(n, 6)).toPrecision(2));
    expect(six).toEqual(["98", "39", "4.8", "0.33"]);
    says("linear-bottleneck", "from 98% to 39%, 4.8% and 0.33%");
    expect(fewerHeads(12, 2)).toBe(13 / 4096);
    says("linear-bottleneck", "$13/2^{12} = 13/4096 \\approx 0.0032$");
  });
});

describe("what the text promises of the figure relu-collapse", () => {
  const start: ReluCollapseState = {
    n: 2,
    seed: 7,
    activation: "relu",
    scale: 12,
    shape: "spiral",
    curve: "",
    points: 400,
    matrix: "gaussian",
  };
  const lost = (state: Partial<ReluCollapseState>): number => compute({ ...start, ...state }).lostShare!;
  const seeds = Array.from({ length: 10 }, (_, i) => i + 1);
  it("seeds 3 and 4 at n = 2, and one half for every seed at n = 3", () => {
    expect([3, 4].map((seed) => lost({ seed }))).toEqual([0.51, 0.96]);
    expect(new Set(seeds.map((seed) => lost({ seed, n: 3 })))).toEqual(new Set([0.5]));
    says("spiral-experiment", "Seed 3 should give 51.0%, seed 4 should give 96.0%");
  });
  it("seeds without loss at n = 12, 6 and 2", () => {
    const whole = [12, 6, 2].map((n) => seeds.filter((seed) => lost({ seed, n }) === 0).length);
    expect(whole).toEqual([9, 3, 0]);
    expect(lost({ activation: "identity" })).toBe(0);
    says("linear-bottleneck", "it should be nine, three, and none");
  });
  it("ReLU6 at scale 12 and n = 15", () => {
    const data = compute({ ...start, n: 15, activation: "relu6" });
    expect(data.lostShare).toBe(0.0475);
    const inner = data.points.filter((_, i) => data.lost![i]).map((point) => Math.hypot(...point));
    expect(Math.min(...inner)).toBeGreaterThan(0.5); // the outer turn is the second half of the radius
    expect([lost({ n: 15 }), lost({ n: 15, activation: "relu6", scale: 1 })]).toEqual([0, 0]);
    says("relu6-and-low-precision", "4.8% of the points are lost");
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitRadius, projector, rayThrough, type View } from "@/figures/shell/camera.ts";
import { packTensors } from "@/figures/shell/tensor-atlas.ts";
import {
  boxCorners,
  cornersOf,
  layStreet,
  pitchOf,
  pointAt,
  POSES,
  rulerLength,
} from "@/figures/shell/tensor-layout.ts";
import { pickCell } from "@/figures/shell/tensor-pick.ts";
import { NO_VALUE, NOT_A_NUMBER, SIX } from "@/figures/shell/value-colour.ts";
import { run } from "@kernels/engine/reference.ts";
import { build } from "@kernels/models/build.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";
import { seededRandom } from "@kernels/random.ts";
import type { Shape } from "@kernels/tensor.ts";
import { seededTensor, seededWeights } from "../../kernels/seeded-network.ts";

const shapes = fc.tuple(
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: 1, max: 40 }),
);
const streets = fc.record({
  sizes: fc.array(shapes, { minLength: 1, maxLength: 4 }),
  pose: fc.constantFrom(POSES.beside, POSES.along),
});
const named = (sizes: readonly Shape[]) => sizes.map((shape, i) => ({ key: String(i), shape }));

describe("a street of tensors", () => {
  test("is one scale: a cell is one unit, a channel one pitch, in every tensor", () => {
    fc.assert(
      fc.property(streets, ({ sizes, pose }) => {
        const street = layStreet(named(sizes), { pose });
        for (const tensor of street.tensors) {
          const at = (c: number, y: number, x: number) => pointAt(tensor, street, { c, y, x });
          const far = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((v, i) => v - b[i]!));
          expect(far(at(0, 0, 0), at(0, 0, 1))).toBeCloseTo(1, 9);
          expect(far(at(0, 0, 0), at(0, 1, 0))).toBeCloseTo(1, 9);
          expect(far(at(0, 0, 0), at(1, 0, 0))).toBeCloseTo(street.pitch, 9);
        }
      }),
    );
  });
  test("keeps its tensors apart, inside its box and about the origin", () => {
    fc.assert(
      fc.property(streets, ({ sizes, pose }) => {
        const street = layStreet(named(sizes), { pose, lifted: true });
        const boxes = street.tensors.map((tensor) => {
          const corners = cornersOf(tensor, street);
          return [0, 1, 2].map((k) => [
            Math.min(...corners.map((corner) => corner[k]!)),
            Math.max(...corners.map((corner) => corner[k]!)),
          ]);
        });
        boxes.forEach((box, i) => {
          box.forEach(([low, high], k) => {
            expect(low).toBeGreaterThanOrEqual(street.low[k]! - 1e-9);
            expect(high).toBeLessThanOrEqual(street.high[k]! + 1e-9);
          });
          const next = boxes[i + 1];
          if (next) expect(next[1]![0]! - box[1]![1]!).toBeGreaterThan(1);
        });
        street.low.forEach((low, k) => {
          expect(low + street.high[k]!).toBeCloseTo(0, 9);
        });
      }),
    );
  });
  test("presses thick stacks together and gives thin ones air, within its bounds", () => {
    expect(pitchOf([[14, 14, 72]])).toBeCloseTo((2.5 * 14) / 72, 12);
    expect(pitchOf([[28, 28, 1]])).toBe(2);
    expect(pitchOf([[7, 7, 1280]])).toBe(1 / 8);
    // One pitch for all: the thickest tensor decides, the tallest gives the measure.
    expect(
      pitchOf([
        [112, 112, 16],
        [56, 56, 96],
      ]),
    ).toBe(2);
  });
  test("has rulers of round length, at most half of what they measure", () => {
    expect([1, 2, 7, 14, 28, 72, 112, 960].map(rulerLength)).toEqual([1, 1, 2, 5, 10, 20, 50, 200]);
  });
  test("fits a picture of any aspect: nothing is cut off, and something touches the margin", () => {
    fc.assert(
      fc.property(streets, fc.double({ min: 0.5, max: 3, noNaN: true }), ({ sizes, pose }, aspect) => {
        const view: View = { azimuth: 32, elevation: 20, zoom: 100 };
        const points = boxCorners(layStreet(named(sizes), { pose }));
        const see = projector(view, fitRadius(points, view, aspect));
        const most = Math.max(
          ...points.map((point) => Math.max(Math.abs(see(point)[1]), Math.abs(see(point)[0]) / aspect)),
        );
        expect(most).toBeCloseTo(0.94, 9);
      }),
    );
  });
});

describe("a ray from the eye", () => {
  const eye = (azimuth: number): View => ({ azimuth, elevation: 21, zoom: 130, target: [1, -2, 0.5] });
  test("through the middle of a cell in sight picks that cell, in its tensor and channel", () => {
    fc.assert(
      fc.property(
        streets,
        fc.integer({ min: -80, max: 80 }),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        ({ sizes, pose }, turn, a, b, n) => {
          const street = layStreet(named(sizes), { pose });
          const tensor = n % sizes.length;
          const standing = street.tensors[tensor]!;
          const [h, w, channels] = standing.shape;
          const [y, x] = [a % h, b % w];
          // From the front the plane of channel 0 hides all others of its stack.
          const view = eye(pose === POSES.beside ? turn * 0.5 : -90 + turn * 0.5);
          const see = projector(view, street.radius);
          const [px, py] = see(pointAt(standing, street, { c: 0, y: y + 0.5, x: x + 0.5 }));
          const found = pickCell(rayThrough(view, street.radius, px, py), street);
          if (pose === POSES.beside || tensor === 0) expect(found).toEqual({ tensor, c: 0, y, x });
          else expect(found!.tensor).toBeLessThanOrEqual(tensor);
          expect(channels).toBeGreaterThan(0);
        },
      ),
    );
  });
  test("finds a plane that is pulled out where it now is, and what stood behind it where it was", () => {
    const street = layStreet(named([[4, 4, 3]]), { lifted: true });
    const view: View = { azimuth: 0, elevation: 0, zoom: 100 };
    const see = projector(view, street.radius);
    const [standing] = street.tensors;
    const middle = { y: 1.5, x: 2.5 };
    const pulled = (_: number, c: number) => (c === 0 ? street.lift : 0);
    const [px, py] = see(pointAt(standing!, street, { c: 0, ...middle, up: street.lift }));
    expect(pickCell(rayThrough(view, street.radius, px, py), street, pulled)).toEqual({ tensor: 0, c: 0, y: 1, x: 2 });
    const [qx, qy] = see(pointAt(standing!, street, { c: 1, ...middle }));
    expect(pickCell(rayThrough(view, street.radius, qx, qy), street, pulled)).toEqual({ tensor: 0, c: 1, y: 1, x: 2 });
    expect(pickCell(rayThrough(view, street.radius, 5, 5), street)).toBeNull();
  });
  test("along the planes, from their edge, picks nothing", () => {
    const street = layStreet(named([[4, 4, 3]]));
    expect(pickCell({ from: [0, 40, 0], along: [0, -1, 0] }, street)).toBeNull();
  });
});

describe("the atlas", () => {
  test("holds every cell of every tensor in its own texel, whatever the limit", () => {
    fc.assert(
      fc.property(fc.array(shapes, { minLength: 1, maxLength: 5 }), fc.integer({ min: 9, max: 60 }), (sizes, limit) => {
        const tensors = sizes.map((shape, i) => {
          const values = Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, k) => (k % 127) / 126);
          return { key: String(i), shape, values, reach: 1, marksSix: false };
        });
        const atlas = packTensors(tensors, limit);
        const taken = new Set<string>();
        for (const { key, shape, values } of tensors) {
          const [h, w, channels] = shape;
          atlas.slots.get(key)!.forEach(({ page, x, y }, c) => {
            const { bytes, width, height } = atlas.pages[page]!;
            expect(width <= limit && height <= limit && x + w <= width && y + h <= height).toBe(true);
            for (let row = 0; row < h; row++) {
              for (let column = 0; column < w; column++) {
                const texel = `${page}/${x + column}/${y + row}`;
                expect(taken.has(texel)).toBe(false);
                taken.add(texel);
                const value = values[(row * w + column) * channels + c]!;
                expect(bytes[(y + row) * width + x + column]).toBe(126 + Math.round(126 * value));
              }
            }
          });
        }
      }),
      { numRuns: 30 },
    );
  });
  test("marks sixes, what is no number, and what is not known", () => {
    const made = (values: number[] | null, marksSix: boolean) => {
      const atlas = packTensors([
        { key: "t", shape: [1, 4, 1], values: values && Float32Array.from(values), reach: 3, marksSix },
      ]);
      return [...atlas.pages[0]!.bytes];
    };
    expect(made([6, NaN, 0, -9], true)).toEqual([SIX, NOT_A_NUMBER, 126, 0]);
    expect(made([6, NaN, 3, -3], false)).toEqual([252, NOT_A_NUMBER, 252, 0]);
    expect(made(null, false)).toEqual([NO_VALUE, NO_VALUE, NO_VALUE, NO_VALUE]);
  });
  test("says which tensor's planes no texture can hold", () => {
    const tensor = { key: "huge", shape: [65, 3, 1] as Shape, values: null, reach: 1, marksSix: false };
    expect(() => packTensors([tensor], 64)).toThrow(/"huge" are 65 × 3 cells.*64 × 64/);
  });
});

test("MobileNetV2 1.0 at 224 px, every step of it with seeded weights, is laid out and packed in 24 MB; the time is printed", () => {
  const layers = build(MOBILENET_V2);
  const random = seededRandom(224);
  const input = seededTensor([224, 224, 3], random);
  const { tensors: made } = run(layers, seededWeights(layers, random), input, { keep: true });
  const shown = layers.flatMap(({ kind, index }) =>
    kind === "dropout" ? [] : [{ key: String(index), ...made[index]! }],
  );
  const tensors = [{ key: "input", ...input }, ...shown].map(({ key, shape, data }) => ({
    key,
    shape,
    values: data,
    reach: 3,
    marksSix: false,
  }));
  // All that is computed, batch norms and ReLU6 as steps of their own.
  const cells = tensors.reduce((sum, { values }) => sum + values.length, 0);
  const start = performance.now();
  const street = layStreet(tensors, { pose: POSES.along });
  const atlas = packTensors(tensors, 2048);
  const took = performance.now() - start;
  console.log(
    `${cells} activations, ${tensors.length} tensors: ${atlas.pages.length} textures, ${atlas.bytes} bytes, ${took.toFixed(0)} ms`,
  );
  expect(street.tensors).toHaveLength(tensors.length);
  const convolved = layers.filter(({ kind }) => ["conv2d", "pointwise", "depthwise"].includes(kind));
  expect(convolved.reduce((sum, { bytes }) => sum + bytes / 4, 0)).toBeGreaterThan(6.6e6);
  expect(cells).toBeGreaterThan(19e6);
  // One byte a cell, and little of the textures unused.
  expect(atlas.bytes).toBeGreaterThanOrEqual(cells);
  expect(atlas.bytes).toBeLessThan(Math.min(24e6, 1.05 * cells));
  for (const { width, height } of atlas.pages) expect(Math.max(width, height)).toBeLessThanOrEqual(2048);
}, 120_000);

import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { digitFromPixels, digitFromStrokes, drawOver } from "@kernels/images/digit.ts";

/** Where the mass of a 28 × 28 picture lies. */
function centre(grey: Uint8Array): [number, number] {
  let [mass, x, y] = [0, 0, 0];
  grey.forEach((value, i) => {
    mass += value;
    x += value * ((i % 28) + 0.5);
    y += value * (Math.floor(i / 28) + 0.5);
  });
  return [x / mass, y / mass];
}
const inkOf = (grey: Uint8Array): number => grey.reduce((sum, value) => sum + value, 0);

/** A picture of one colour with a bar of another. */
function bar(width: number, height: number, ground: number[], ink: number[], alpha = 255): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isInk = x > width * 0.4 && x < width * 0.5 && y > height * 0.2 && y < height * 0.8;
      rgba.set([...(isInk ? ink : ground), isInk ? 255 : alpha], 4 * (y * width + x));
    }
  }
  return rgba;
}

describe("a drawing", () => {
  it("is centred by its mass and scaled to the middle 20 pixels, wherever and however large it was drawn", () => {
    const large = digitFromStrokes("500,100 500,900");
    const small = digitFromStrokes("200,200 200,400");
    expect(small?.image.grey).toEqual(large?.image.grey);
    const [x, y] = centre(large!.image.grey);
    expect(x).toBeCloseTo(14, 1);
    expect(y).toBeCloseTo(14, 1);
    const rows = Array.from({ length: 28 }, (_, row) => inkOf(large!.image.grey.subarray(28 * row, 28 * row + 28)) > 0);
    expect(rows.filter(Boolean).length).toBeGreaterThanOrEqual(20);
    expect(rows.filter(Boolean).length).toBeLessThanOrEqual(22);
  });

  it("of a single dot is not blown up to a disc", () => {
    const dot = digitFromStrokes("500,500");
    expect(inkOf(dot!.image.grey)).toBeLessThan(255 * 16);
  });

  it("of nothing is null", () => {
    expect(digitFromStrokes("")).toBeNull();
  });

  it("over a sample adds ink and takes none away", () => {
    const sample = { width: 28, height: 28, grey: Uint8Array.from({ length: 784 }, (_, i) => (i % 5) * 40) };
    const { image } = drawOver(sample, "0,0 999,999");
    expect(image.grey.every((value, i) => value >= sample.grey[i]!)).toBe(true);
    expect(image.grey[14 * 28 + 14]).toBe(255);
    expect(drawOver(sample, "").image.grey).toEqual(sample.grey);
  });
});

describe("a picture", () => {
  it.each([
    ["dark on light", [250, 248, 240], [20, 20, 40]],
    ["light on dark", [10, 30, 10], [230, 230, 220]],
  ])("with ink %s gives bright ink on black, centred", (_, ground, ink) => {
    const digit = digitFromPixels(300, 180, bar(300, 180, ground, ink));
    expect(Math.max(...digit!.image.grey)).toBe(255);
    expect(digit!.image.grey[0]).toBe(0);
    expect(centre(digit!.image.grey)[0]).toBeCloseTo(14, 0);
    expect(centre(digit!.image.grey)[1]).toBeCloseTo(14, 0);
  });

  it("tells which square of it the network looks at", () => {
    const { crop } = digitFromPixels(400, 400, bar(400, 400, [255, 255, 255], [0, 0, 0]))!;
    // The bar is 0.6 of the height; the square is 28/20 of that, around the bar's middle.
    expect(crop!.size).toBeCloseTo(0.6 * 400 * 1.4, -1);
    expect(crop!.y + crop!.size / 2).toBeCloseTo(200, -1);
  });

  it("that is transparent counts as paper", () => {
    const digit = digitFromPixels(120, 120, bar(120, 120, [0, 0, 0], [0, 0, 0], 0));
    expect(inkOf(digit!.image.grey)).toBeGreaterThan(255 * 20);
  });

  it.each([1, 2, 28, 500])("of one colour, %i pixels wide, is null", (side) => {
    expect(digitFromPixels(side, side, new Uint8ClampedArray(4 * side * side).fill(200))).toBeNull();
  });

  it("of exactly 28 × 28 pixels on black is taken pixel for pixel", () => {
    const rgba = new Uint8ClampedArray(4 * 784).fill(255);
    const grey = Uint8Array.from({ length: 784 }, (_, i) => (i > 300 && i < 500 ? i % 256 : 0));
    grey.forEach((value, i) => rgba.set([value, value, value], 4 * i));
    const digit = digitFromPixels(28, 28, rgba);
    expect(digit!.image.grey).toEqual(grey);
    expect(digit!.crop).toBeNull();
  });
});

test("any strokes and any pixels give 784 values or null, never a throw", () => {
  const point = fc.tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 9999 }));
  const strokes = fc.array(fc.array(point, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(strokes, (all) => {
      const text = all.map((stroke) => stroke.map((pair) => pair.join(",")).join(" ")).join(";");
      expect(digitFromStrokes(text)!.image.grey.length).toBe(784);
    }),
    { numRuns: 100 },
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      fc.infiniteStream(fc.nat(255)),
      (w, h, stream) => {
        const rgba = new Uint8ClampedArray(4 * w * h).map(() => stream.next().value as number);
        const digit = digitFromPixels(w, h, rgba);
        expect(digit?.image.grey.length ?? 784).toBe(784);
      },
    ),
    { numRuns: 60 },
  );
});

import { fitPicture, fromRgba, middleSquare, pictureTensor, type RgbImage } from "@kernels/images/picture.ts";
import { seededRandom } from "@kernels/random.ts";
import { describe, expect, it } from "vitest";

const random = seededRandom(6);
const noise = (width: number, height: number): RgbImage => ({
  width,
  height,
  rgb: Uint8Array.from({ length: 3 * width * height }, () => Math.floor(256 * random())),
});
/** Red is the column, green the row. */
const ramp = (width: number, height: number): RgbImage => ({
  width,
  height,
  rgb: Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return [x, y, 9][i % 3]!;
  }),
});
const at = ({ width, rgb }: RgbImage, x: number, y: number): number[] => [
  ...rgb.subarray(3 * (y * width + x)).slice(0, 3),
];

describe("a picture to a network's square", () => {
  it("of just its size is taken pixel for pixel, whatever the fit", () => {
    const image = noise(224, 224);
    expect(fitPicture(image, 224, "crop")).toBe(image);
    expect(fitPicture(image, 224, "squeeze")).toBe(image);
  });

  it("its middle square: the rims of the long side go, every pixel stays what it was", () => {
    const wide = middleSquare(ramp(11, 6));
    expect(wide.crop).toEqual({ x: 2, y: 0, size: 6 });
    expect([at(wide.image, 0, 0), at(wide.image, 5, 5)]).toEqual([
      [2, 0, 9],
      [7, 5, 9],
    ]);
    const tall = middleSquare(ramp(4, 9));
    expect(tall.crop).toEqual({ x: 0, y: 2, size: 4 });
    expect(at(tall.image, 3, 0)).toEqual([3, 2, 9]);
  });

  it("cropped: at the size where nothing is scaled, the middle is cut out", () => {
    const cut = fitPicture(ramp(256, 300), 224, "crop");
    // 256 = 224 · 256 / 224, so the short side stays; 16 columns and 38 rows go on each side.
    expect(at(cut, 0, 0)).toEqual([16, 38, 9]);
    expect(at(cut, 223, 223)).toEqual([239, 261 % 256, 9]);
  });

  it("halved: by hand, the shares of a row are 1/8, 3/8, 3/8, 1/8 and at the rim 3/7, 3/7, 1/7", () => {
    const rgb = new Uint8Array(3 * 8 * 8);
    for (let y = 0; y < 8; y++)
      rgb.set(
        [0, 8, 16, 80, 40, 0, 240, 56].flatMap((v) => [v, v, v]),
        3 * 8 * y,
      );
    const half = fitPicture({ width: 8, height: 8, rgb }, 4, "squeeze");
    const exact = [(0 * 3 + 8 * 3 + 16) / 7, (8 + 16 * 3 + 80 * 3 + 40) / 8, (80 + 40 * 3 + 0 + 240) / 8];
    expect([at(half, 0, 1)[0], at(half, 1, 1)[0], at(half, 2, 1)[0]]).toEqual(exact.map(Math.round));
  });

  it("one colour stays that colour at every size", () => {
    for (const [width, height] of [
      [1, 1],
      [3, 500],
      [640, 33],
      [97, 97],
    ] as const) {
      const rgb = Uint8Array.from({ length: 3 * width * height }, (_, i) => [7, 250, 128][i % 3]!);
      for (const fit of ["crop", "squeeze"] as const) {
        const made = fitPicture({ width, height, rgb }, 96, fit);
        expect(made.rgb).toHaveLength(3 * 96 * 96);
        expect(new Set(made.rgb)).toEqual(new Set([7, 250, 128]));
      }
    }
  });
});

describe("pixels to numbers", () => {
  it("are (pixel / 255 − mean) / deviation, a pair a channel", () => {
    const image = fromRgba(1, 1, Uint8Array.of(255, 0, 51, 255));
    const { shape, data } = pictureTensor(image, 3, { mean: [0.5, 0.5, 0.1], std: [0.5, 0.25, 0.1] });
    expect(shape).toEqual([1, 1, 3]);
    [1, -2, 1].forEach((value, i) => expect(data[i]).toBeCloseTo(value, 6));
  });
  it("a grey is exactly its own brightness", () => {
    for (let grey = 0; grey < 256; grey++) {
      const { data } = pictureTensor(fromRgba(1, 1, Uint8Array.of(grey, grey, grey, 255)), 1, { mean: [0], std: [1] });
      expect(data[0]).toBe(Math.fround(grey / 255));
    }
  });
});

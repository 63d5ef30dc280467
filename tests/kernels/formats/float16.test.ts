import { fromFloat16, toFloat16 } from "@kernels/formats/float16.ts";
import { expect, it } from "vitest";

it("every half-precision pattern survives the way out and back", () => {
  for (let bits = 0; bits < 2 ** 16; bits++) {
    const value = fromFloat16(bits);
    if (Number.isNaN(value)) expect(Number.isNaN(fromFloat16(toFloat16(value)))).toBe(true);
    else expect(toFloat16(value)).toBe(bits);
  }
});

it("known patterns", () => {
  const known: [number, number][] = [
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x0400, 2 ** -14],
    [0x3555, 0.333251953125],
    [0x7c00, Infinity],
  ];
  for (const [bits, value] of known) {
    expect(fromFloat16(bits)).toBe(value);
    expect(toFloat16(value)).toBe(bits);
  }
});

it("rounds to nearest, ties to even, and beyond the range to infinity", () => {
  expect(toFloat16(1 + 2 ** -11)).toBe(0x3c00);
  expect(toFloat16(1 + 3 * 2 ** -11)).toBe(0x3c02);
  expect(toFloat16(1 + 2 ** -11 + 2 ** -20)).toBe(0x3c01);
  expect(toFloat16(2 - 2 ** -12)).toBe(0x4000);
  expect(toFloat16(2 ** -25)).toBe(0);
  expect(toFloat16(2 ** -25 * 1.01)).toBe(1);
  expect(toFloat16(65519.99)).toBe(0x7bff);
  expect(toFloat16(65520)).toBe(0x7c00);
  expect(toFloat16(-0)).toBe(0x8000);
});

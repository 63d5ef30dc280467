/** 2^(exponent − 25) for each of the 32 exponents: the step between neighbouring half-precision values. */
const STEPS = Float32Array.from({ length: 32 }, (_, exponent) => 2 ** (exponent - 25));

/** The value of a half-precision pattern: 1 bit of sign, 5 of exponent, 10 of fraction. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1024 + fraction) * STEPS[exponent]!;
}

/** The nearest half-precision pattern, ties to even; beyond 65,504 becomes infinity, NaN stays NaN. */
export function toFloat16(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(size)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  // Steps are 2⁻²⁴ among the smallest values and 2^(exponent − 10) above.
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  // log2 may round up to the next power; a step twice too large would then lose a bit.
  const e = size < 2 ** exponent ? Math.max(-14, exponent - 1) : exponent;
  const steps = size / 2 ** (e - 10);
  const whole = Math.floor(steps);
  const rest = steps - whole;
  const rounded = whole + (rest > 0.5 || (rest === 0.5 && whole % 2 === 1) ? 1 : 0);
  // A carry out of the fraction runs into the exponent by itself.
  return sign | (((e + 14) << 10) + rounded);
}

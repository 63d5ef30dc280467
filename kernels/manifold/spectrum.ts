const SWEEPS = 30;

/**
 * Eigenvalues of a symmetric matrix [n, n], row by row, in no order: Jacobi's rotations, which turn the matrix until
 * nothing is left beside its diagonal.
 */
export function symmetricEigenvalues(matrix: ArrayLike<number>, n: number): Float64Array {
  const a = Float64Array.from(matrix);
  const size = a.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let beside = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) beside += a[p * n + q]! ** 2;
    if (beside <= 1e-22 * size) break;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) rotate(a, n, p, q);
    }
  }
  return Float64Array.from({ length: n }, (_, i) => a[i * n + i]!);
}

/** One rotation of rows and columns p and q, by the angle that makes their entry 0. */
function rotate(a: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q]!;
  if (apq === 0) return;
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const [kp, kq] = [a[k * n + p]!, a[k * n + q]!];
    a[k * n + p] = c * kp - s * kq;
    a[k * n + q] = s * kp + c * kq;
  }
  for (let k = 0; k < n; k++) {
    const [pk, qk] = [a[p * n + k]!, a[q * n + k]!];
    a[p * n + k] = c * pk - s * qk;
    a[q * n + k] = s * pk + c * qk;
  }
}

/**
 * How many dimensions a cloud of points fills: e to the entropy of how its variance is spread over its principal
 * directions. n directions with equal shares give n; one direction gives 1; no variance gives 0.
 */
export function effectiveRank(eigenvalues: ArrayLike<number>): number {
  const values = Array.from(eigenvalues, (value) => Math.max(0, value));
  const total = values.reduce((sum, value) => sum + value, 0);
  if (total === 0) return 0;
  const entropy = values.reduce((sum, value) => (value > 0 ? sum - (value / total) * Math.log(value / total) : sum), 0);
  return Math.exp(entropy);
}

/** Gathers points of n coordinates and gives the effective rank of the cloud. */
export class CloudRank {
  private readonly n: number;
  private count = 0;
  private readonly sums: Float64Array;
  private readonly products: Float64Array;

  constructor(n: number) {
    this.n = n;
    this.sums = new Float64Array(n);
    this.products = new Float64Array(n * n);
  }

  /** One point: the n values of `data` from `from` on, each through `map`. */
  add(data: Float32Array, from: number, map: (value: number) => number = (value) => value): void {
    const { n, sums, products } = this;
    this.count++;
    for (let i = 0; i < n; i++) {
      const a = map(data[from + i]!);
      if (a === 0) continue;
      sums[i]! += a;
      for (let j = 0; j < n; j++) products[i * n + j]! += a * map(data[from + j]!);
    }
  }

  get rank(): number {
    const { n, sums, products, count } = this;
    const covariance = products.map((value, at) => value - (sums[Math.floor(at / n)]! * sums[at % n]!) / count);
    return effectiveRank(symmetricEigenvalues(covariance, n));
  }
}

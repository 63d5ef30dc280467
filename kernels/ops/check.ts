import { ShapeError, type Tensor } from "../tensor.ts";

/** "4 × 6 × 32". */
export const times = (shape: readonly number[]): string => shape.join(" × ");

/** @throws {ShapeError} if a tensor does not hold as many values as its shape says */
export function checkTensor(operator: string, name: string, tensor: Tensor): void {
  const [h, w, c] = tensor.shape;
  if (tensor.data.length !== h * w * c) {
    throw new ShapeError(
      `${operator}: ${name} holds ${tensor.data.length} values, its shape ${times(tensor.shape)} needs ${h * w * c}`,
    );
  }
}

/** @throws {ShapeError} if a vector with one value a channel has another length */
export function checkChannels(operator: string, name: string, vector: Float32Array, c: number): void {
  if (vector.length !== c) throw new ShapeError(`${operator}: ${name} has ${vector.length} channels, x has ${c}`);
}

/** @throws {RangeError} if a size or a stride is not a whole number of at least 1 */
export function checkWhole(operator: string, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`${operator}: ${name} must be a whole number of at least 1, got ${value}`);
    }
  }
}

/** @throws {ShapeError} if a window finds no place in the padded input */
export function checkFits(operator: string, kernel: number, x: Tensor, outH: number, outW: number): void {
  if (outH < 1 || outW < 1) {
    throw new ShapeError(`${operator}: kernel ${kernel} × ${kernel} does not fit into x ${times(x.shape)}`);
  }
}

import type { Layout } from "./layout.ts";

/** How gradients become steps. `decay` is weight decay on filters and classifier weights, added to their gradient. */
export type OptimiserOptions =
  | { readonly kind: "sgd"; readonly momentum: number; readonly nesterov: boolean; readonly decay: number }
  | {
      readonly kind: "rmsprop";
      readonly momentum: number;
      /** Share of the old mean square that stays: the paper's "decay" 0.9. */
      readonly smoothing: number;
      readonly epsilon: number;
      readonly decay: number;
    }
  | {
      readonly kind: "adam";
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly decay: number;
    };

/** What an optimiser remembers between steps; `first` and `second` are as long as the learned numbers. */
export interface OptimiserState {
  step: number;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

export function newState(length: number): OptimiserState {
  return { step: 0, first: new Float32Array(length), second: new Float32Array(length) };
}

/**
 * One step of stochastic gradient descent with momentum, RMSProp with momentum (MobileNetV2 §6.1), or Adam with
 * decoupled weight decay. Changes `learned` and `state`.
 */
export function optimise(
  learned: Float32Array,
  gradient: Float32Array,
  state: OptimiserState,
  layout: Layout,
  options: OptimiserOptions,
  rate: number,
): void {
  state.step++;
  for (const { offset, length, learned: isLearned, decays } of layout.slots) {
    if (!isLearned) continue;
    const decay = decays ? options.decay : 0;
    const range = { from: offset, to: offset + length };
    if (options.kind === "sgd") sgd(learned, gradient, state, range, { ...options, decay }, rate);
    else if (options.kind === "rmsprop") rmsprop(learned, gradient, state, range, { ...options, decay }, rate);
    else adam(learned, gradient, state, range, { ...options, decay }, rate);
  }
}

interface Range {
  readonly from: number;
  readonly to: number;
}
type Options<Kind> = Extract<OptimiserOptions, { kind: Kind }>;

/** v ← momentum · v + g; w ← w − rate · v, or with Nesterov's look ahead w − rate · (g + momentum · v). */
function sgd(
  learned: Float32Array,
  gradient: Float32Array,
  { first: velocity }: OptimiserState,
  { from, to }: Range,
  { momentum, nesterov, decay }: Options<"sgd">,
  rate: number,
): void {
  for (let i = from; i < to; i++) {
    const g = gradient[i]! + decay * learned[i]!;
    const v = momentum * velocity[i]! + g;
    velocity[i] = v;
    learned[i]! -= rate * (nesterov ? g + momentum * v : v);
  }
}

/** s ← smoothing · s + (1 − smoothing) · g²; v ← momentum · v + rate · g / √(s + ε); w ← w − v. */
function rmsprop(
  learned: Float32Array,
  gradient: Float32Array,
  { first: velocity, second: square }: OptimiserState,
  { from, to }: Range,
  { momentum, smoothing, epsilon, decay }: Options<"rmsprop">,
  rate: number,
): void {
  for (let i = from; i < to; i++) {
    const g = gradient[i]! + decay * learned[i]!;
    const s = smoothing * square[i]! + (1 - smoothing) * g * g;
    square[i] = s;
    const v = momentum * velocity[i]! + (rate * g) / Math.sqrt(s + epsilon);
    velocity[i] = v;
    learned[i]! -= v;
  }
}

/** m, s: running means of g and g²; w ← w − rate · (m̂ / (√ŝ + ε) + decay · w). */
function adam(
  learned: Float32Array,
  gradient: Float32Array,
  { first, second, step }: OptimiserState,
  { from, to }: Range,
  { beta1, beta2, epsilon, decay }: Options<"adam">,
  rate: number,
): void {
  const unbias1 = 1 - beta1 ** step;
  const unbias2 = 1 - beta2 ** step;
  for (let i = from; i < to; i++) {
    const g = gradient[i]!;
    first[i] = beta1 * first[i]! + (1 - beta1) * g;
    second[i] = beta2 * second[i]! + (1 - beta2) * g * g;
    const stride = first[i]! / unbias1 / (Math.sqrt(second[i]! / unbias2) + epsilon);
    learned[i]! -= rate * (stride + decay * learned[i]!);
  }
}

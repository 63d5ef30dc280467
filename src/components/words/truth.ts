/** What a prediction is compared with: computed at build by the figure's own `compute`, once a state. */
import { OPERATORS, holds, valueAt, type Condition, type Conditions } from "@/figures/shell/conditions.ts";
import type { AnyState } from "@/figures/shell/contract.ts";
import { computeFigure, figureIn } from "@/figures/shell/render.ts";
import { nearest } from "@/lessons/nearest.ts";
import type { Target } from "@/lessons/vocabulary.ts";
import type { GuessScale } from "../page/guess-scale.ts";

export interface NumberSpec extends Partial<GuessScale> {
  readonly figure: string;
  /** What differs from the instance's first state. */
  readonly state?: AnyState;
  /** A path in the figure's data: "rows.3.madds". */
  readonly value: string;
  readonly min: number;
  readonly max: number;
}
export interface CurveSpec extends NumberSpec {
  /** The control that runs along the x axis. */
  readonly over: string;
  readonly from: number;
  readonly to: number;
  readonly step?: number;
}

/** More points than this are no guess but work. */
const MOST_POINTS = 24;
const known = new Map<string, Promise<number>>();

export function scaleOf({ min, max, scale = "linear", unit = "" }: NumberSpec): GuessScale {
  if (!(min < max)) throw new RangeError(`min ${String(min)} is not below max ${String(max)}`);
  if (!["linear", "log"].includes(scale)) throw new RangeError(`scale is "linear" or "log", not "${scale}"`);
  if (scale === "log" && !(min > 0)) throw new RangeError("a scale of kind log needs a min above 0");
  return { min, max, scale, unit };
}

/** What a path may name where it leads nowhere. */
function lost(data: unknown, path: string): string {
  const names = typeof data === "object" && data !== null ? Object.keys(data).slice(0, 40) : [];
  return `no "${path}" in the figure's data${nearest(path, names)}; it has: ${names.join(", ")}`;
}

async function compute(target: Target, state: AnyState, path: string): Promise<number> {
  const { data } = await computeFigure(target.figure, { ...target.initial, ...state });
  const value = valueAt(data, path);
  if (value === undefined) throw new RangeError(lost(data, path));
  if (typeof value !== "number" || !Number.isFinite(value))
    throw new RangeError(`"${path}" is ${typeof value} in this state, and a prediction needs a number`);
  return value;
}

/** @throws {RangeError} if the state or the path does not exist, or the value lies outside the scale */
export async function truthOf(target: Target, spec: NumberSpec): Promise<number> {
  const key = JSON.stringify([target, spec.state, spec.value]);
  const found = known.get(key) ?? compute(target, spec.state ?? {}, spec.value);
  known.set(key, found);
  const value = await found;
  if (value < spec.min || value > spec.max)
    throw new RangeError(`the value is ${String(value)}, outside min ${String(spec.min)} to max ${String(spec.max)}`);
  return value;
}

export async function curveOf(target: Target, spec: CurveSpec): Promise<{ xs: number[]; truth: number[] }> {
  const { from, to, step = 1, over, state } = spec;
  const count = Math.floor((to - from) / step) + 1;
  if (!(count >= 3 && count <= MOST_POINTS))
    throw new RangeError(`from ${String(from)} to ${String(to)} makes ${String(count)} points; 3 to ${MOST_POINTS} do`);
  const xs = Array.from({ length: count }, (_, k) => from + k * step);
  const truth: number[] = [];
  for (const x of xs) truth.push(await truthOf(target, { ...spec, state: { ...state, [over]: x } }));
  return { xs, truth };
}

/** @throws {RangeError} if a control, a path or an operator does not exist, or if all holds before anything is done */
export async function checkConditions(target: Target, conditions: Conditions): Promise<void> {
  const { figure, state, data } = await computeFigure(target.figure, target.initial);
  const { state: onState = [], data: onData = [] } = conditions;
  if (onState.length + onData.length === 0) throw new RangeError("done needs conditions on state or data");
  for (const [, operator] of [...onState, ...onData] as readonly Condition[]) {
    if (!OPERATORS.includes(operator)) {
      throw new RangeError(`"${operator}" is no operator; there are: ${OPERATORS.join(" ")}`);
    }
  }
  const controls = Object.keys(figure.controls);
  for (const [control] of onState) {
    if (!controls.includes(control)) {
      throw new RangeError(`no control "${control}"${nearest(control, controls)}; there are: ${controls.join(", ")}`);
    }
  }
  for (const [path] of onData) if (valueAt(data, path) === undefined) throw new RangeError(lost(data, path));
  if (holds(conditions, { state, data })) throw new RangeError("all conditions hold already in the first state");
}

/** The figure in a state, checked, without computing anything. */
export const checkedState = (target: Target, set: AnyState) => figureIn(target.figure, { ...target.initial, ...set });

/** Reads what a trial and the network send: plain data of a known form, or nothing. */
import type { NetworkAnswer, Answer } from "./worker/network.ts";
import type { Values, Verdict, Wrong } from "./worker/judge.ts";
import { readView } from "./views.ts";

type Bag = Readonly<Record<string, unknown>>;
const isBag = (value: unknown): value is Bag => typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
const isNumber = (value: unknown): value is number => typeof value === "number";

function readValues(value: unknown): Values | undefined {
  const view = isBag(value) ? readView({ ...value, kind: "tensor" }) : undefined;
  return view?.kind === "tensor" ? { shape: view.shape, data: view.data } : undefined;
}

const KINDS: readonly Wrong["kind"][] = ["value", "shape", "form", "threw"];

function readWrong(value: unknown): Wrong | undefined {
  if (!isBag(value)) return undefined;
  const { index, says, at, mistake, text } = value;
  const kind = KINDS.find((one) => one === value["kind"]);
  const [expected, found] = [readValues(value["expected"]), readValues(value["found"])];
  if (!kind || !isCount(index) || !expected || !Array.isArray(says) || says.length > 20) return undefined;
  const sizes = says.flatMap((pair): [string, number][] =>
    Array.isArray(pair) && isNumber(pair[1]) ? [[String(pair[0]).slice(0, 40), pair[1]]] : [],
  );
  const place = Array.isArray(at) && at.length === 3 && at.every(isCount) ? ([...at] as [number, number, number]) : undefined; // prettier-ignore
  return {
    index,
    kind,
    expected,
    says: sizes,
    ...(found && { found }),
    ...(place && { at: place }),
    ...(typeof mistake === "string" && { mistake: mistake.slice(0, 40) }),
    ...(typeof text === "string" && { text: text.slice(0, 300) }),
  };
}

export function readVerdict(value: unknown): Verdict | undefined {
  if (!isBag(value)) return undefined;
  const { passed, total, seed } = value;
  if (!isCount(passed) || !isCount(total) || !isCount(seed)) return undefined;
  if (value["wrong"] === undefined) return passed === total ? { passed, total, seed } : undefined;
  const wrong = readWrong(value["wrong"]);
  return wrong && { passed, total, seed, wrong };
}

function readAnswer(value: unknown): Answer | undefined {
  if (!isBag(value)) return undefined;
  const { label, probability, ms } = value;
  if (typeof label !== "string" || !isNumber(probability) || !isNumber(ms)) return undefined;
  return { label: label.slice(0, 40), probability, ms };
}

export function readNetworkAnswer(value: unknown): NetworkAnswer | undefined {
  if (!isBag(value) || !isCount(value["layers"])) return undefined;
  const [ours, theirs] = [readAnswer(value["ours"]), readAnswer(value["theirs"])];
  const { layers, why } = value;
  if (!ours) return undefined;
  return { layers, ours, ...(theirs && { theirs }), ...(typeof why === "string" && { why: why.slice(0, 300) }) };
}

/** Published top-1 accuracies by width and resolution: the paper's where it prints one, else the official checkpoint's. */
import { type Fact, fact, factIds } from "@kernels/facts/index.ts";

/** In percent, with its address. */
export type Accuracy = Pick<Fact, "value" | "text" | "source" | "where" | "basis">;

const KNOWN = new Set(factIds);

const widthText = (width: number): string => (Number.isInteger(width) ? width.toFixed(1) : String(width));

export function accuracyOf(network: string, width: number, resolution: number): Accuracy | null {
  const setting = `${widthText(width)}-${String(resolution)}`;
  const id = [`${network}-${setting}.top-1`, `${network}.checkpoint.${setting}.top-1`].find((one) => KNOWN.has(one));
  if (id === undefined) return null;
  const { value, text, source, where, basis } = fact(id);
  return { value, text, source, where, basis };
}

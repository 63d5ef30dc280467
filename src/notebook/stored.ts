/** The reader's own code, kept on the device through the one door to its storage. */
import { read, write } from "@/settings/store.ts";

const NAME = "cells";
const LONGEST = 100_000;

function all(): Record<string, unknown> {
  const stored = read(NAME);
  return typeof stored === "object" && stored !== null && !Array.isArray(stored) ? { ...stored } : {};
}

/** What the reader made of a cell; what is no text, or too long for one, counts as nothing. */
export function storedCode(key: string): string | undefined {
  const cells = all();
  const text = Object.hasOwn(cells, key) ? cells[key] : undefined;
  return typeof text === "string" && text.length <= LONGEST ? text : undefined;
}

export function storeCode(key: string, text: string | undefined): void {
  const { [key]: _, ...rest } = all();
  write(NAME, text === undefined ? rest : { ...rest, [key]: text });
}

import { parseKept } from "@/settings/own-network.ts";
import { expect, it } from "vitest";

const header = (value: unknown): string => encodeURIComponent(JSON.stringify(value));

it("what is kept is read back; a long name is cut", () => {
  const about = { name: "größe 日.safetensors", size: 5, fromHub: true, sets: { padding: "file" } };
  expect(parseKept(header(about))).toEqual(about);
  expect(parseKept(header({ ...about, name: "x".repeat(100) }))?.name).toHaveLength(60);
});

it("anything else is as if nothing were kept", () => {
  const good = { name: "a", size: 1, fromHub: false, sets: {} };
  expect(parseKept(header(good))).toEqual(good);
  for (const bad of [null, [], 7, "a", { ...good, name: 1 }, { ...good, size: "1" }, { ...good, size: 0 }, { ...good, sets: [] }, { name: "a" }]) expect(parseKept(header(bad))).toBeUndefined(); // prettier-ignore
  const odd = { ...good, fromHub: "yes", sets: { padding: 7, input: "unit", fit: { a: 1 } } };
  expect(parseKept(header(odd))).toEqual({ ...good, sets: { input: "unit" } });
  for (const text of [null, "", "%", "{", "%7B"]) expect(parseKept(text)).toBeUndefined();
});

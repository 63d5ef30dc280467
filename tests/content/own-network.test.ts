import { parseKept } from "@/settings/own-network.ts";
import { expect, it } from "vitest";

const header = (value: unknown): string => encodeURIComponent(JSON.stringify(value));

it("what is kept is read back; a long name is cut", () => {
  const about = { name: "größe 日.safetensors", size: 5, sets: { padding: "file" }, trained: { resolution: 224 } };
  expect(parseKept(header(about))).toEqual(about);
  expect(parseKept(header({ ...about, name: "x".repeat(100) }))?.name).toHaveLength(60);
});

it("anything else is as if nothing were kept", () => {
  const good = { name: "a", size: 1, sets: {} };
  expect(parseKept(header(good))).toEqual(good);
  for (const bad of [null, [], 7, "a", { ...good, name: 1 }, { ...good, size: "1" }, { ...good, size: 0 }, { ...good, sets: [] }, { name: "a" }]) expect(parseKept(header(bad))).toBeUndefined(); // prettier-ignore
  for (const text of [null, "", "%", "{", "%7B"]) expect(parseKept(text)).toBeUndefined();
});

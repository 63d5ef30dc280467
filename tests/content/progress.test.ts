import { beforeEach, describe, expect, it, vi } from "vitest";

const kept = new Map<string, string>();
const NAME = "inverted.progress";
beforeEach(() => {
  kept.clear();
  vi.resetModules();
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => kept.set(name, text),
    removeItem: (name: string) => kept.delete(name),
  });
});
const load = () => import("../../src/settings/progress.ts");

describe("progress", () => {
  it("adds to a lesson and keeps the rest", async () => {
    const { lessonProgress, record, recordPlace, lastPlace } = await load();
    record("a/b");
    expect(lessonProgress("a/b")).toEqual({ answers: {}, guesses: {}, tasks: [] });
    record("a/b", { answers: { q1: 2 } });
    recordPlace({ lesson: "a/b", heading: "by-hand" });
    record("a/b", { answers: { q2: 0 }, right: 1, done: true, guesses: { g: [0.5] }, tasks: ["t"] });
    record("a/b", { tasks: ["t", "u"], read: true });
    expect(lessonProgress("a/b")).toEqual({
      read: true,
      done: true,
      right: 1,
      answers: { q1: 2, q2: 0 },
      guesses: { g: [0.5] },
      tasks: ["t", "u"],
    });
    expect(lastPlace()).toEqual({ lesson: "a/b", heading: "by-hand" });
    expect(lessonProgress("toString")).toBeUndefined();
  });

  it("reads what the first version kept", async () => {
    kept.set(NAME, '{"a/b":{"done":true,"answers":{"q":1}}}');
    const { lessonProgress, record, setAside } = await load();
    expect(lessonProgress("a/b")).toEqual({ done: true, answers: { q: 1 } });
    record("a/b", { right: 2 });
    expect(JSON.parse(kept.get(NAME) ?? "")).toMatchObject({ version: 1, lessons: { "a/b": { right: 2 } } });
    expect(setAside()).toBeUndefined();
  });

  it("sets a newer form aside unchanged, says so, and forgets it with the rest", async () => {
    const newer = '{"version":2,"lessons":[["a/b"]]}';
    kept.set(NAME, newer);
    const { forgetProgress, progress, record, setAside } = await load();
    expect(progress()).toEqual({});
    expect(setAside()).toBe("newer");
    expect(JSON.parse(kept.get("inverted.progress-aside") ?? "")).toEqual({ why: "newer", text: newer });
    record("a/b", { read: true });
    expect(progress()).toHaveProperty(["a/b", "read"], true);
    forgetProgress();
    expect([...kept.keys()]).toEqual([]);
    expect(setAside()).toBeUndefined();
  });

  it.each([
    "{",
    "null",
    "[]",
    '"text"',
    "7",
    '{"version":1}',
    '{"version":"1","lessons":{}}',
    '{"version":1,"lessons":{"../../x":{}}}',
    '{"version":1,"lessons":{"a/b":{"done":"<img src=x>"}}}',
    '{"version":1,"lessons":{"a/b":{"answers":{"q":-1}}}}',
    '{"version":1,"lessons":{"a/b":{"guesses":{"q":[7]}}}}',
    '{"version":1,"lessons":{"a/b":{"tasks":["<b>"]}}}',
    '{"version":1,"lessons":{"a/b":{"__proto__x":1}}}',
    '{"a/b":{"done":1}}',
    `{"version":1,"lessons":{},"padding":"${"x".repeat(200_000)}"}`,
  ])("sets aside what it never wrote: %s", async (stored) => {
    kept.set(NAME, stored);
    const { progress, setAside } = await load();
    expect(progress()).toEqual({});
    expect(setAside()).toBe("damaged");
  });

  it("leaves out a place that leads nowhere, and keeps the lessons", async () => {
    kept.set(NAME, '{"version":1,"lessons":{"a/b":{"read":true}},"last":{"lesson":"a/b","heading":"x y"}}');
    const { lastPlace, progress } = await load();
    expect(lastPlace()).toBeUndefined();
    expect(progress()).toEqual({ "a/b": { read: true } });
  });
});

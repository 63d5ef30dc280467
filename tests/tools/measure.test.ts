import { expect, test } from "vitest";
import { overBudget } from "../../tools/measure/budgets.mjs";
import { oneOfEachKind } from "../../tools/measure/routes.mjs";
import { kindOf, longestTasks } from "../../tools/measure/weigh-page.mjs";

const light = {
  html: 45_000,
  css: 1,
  "text fonts": 1,
  "math fonts": 1,
  script: 1,
  pictures: 0,
  data: 0,
  total: 45_004,
};

test("a page at its budget passes; a byte over is named with both numbers", () => {
  expect(overBudget("lab/relu/", light)).toEqual([]);
  expect(overBudget("lab/relu/", { ...light, html: 45_001 })).toEqual(["html: 45001 bytes, budget 45000"]);
  expect(overBudget("lab/relu/", { ...light, total: 150_001 })).toEqual(["total: 150001 bytes, budget 150000"]);
});

test("only the front page may load the engine and the network", () => {
  expect(overBudget("", { ...light, script: 60_000, data: 330_000, total: 500_000 })).toEqual([]);
  expect(overBudget("lab/relu/", { ...light, script: 60_000 })).toHaveLength(1);
});

test("files are sorted into kinds by what asked for them and by their names", () => {
  expect(kindOf("/lab/relu/", "document")).toBe("html");
  expect(kindOf("/_astro/KaTeX_Math-Italic.x.woff2", "font")).toBe("math fonts");
  expect(kindOf("/_astro/math-main.x.woff2", "font")).toBe("math fonts");
  expect(kindOf("/_astro/source-serif.x.woff2", "font")).toBe("text fonts");
  expect(kindOf("/_astro/worker.x.js", "other")).toBe("script");
  expect(kindOf("/icon.svg", "image")).toBe("pictures");
  expect(kindOf("/networks/digits.safetensors", "fetch")).toBe("data");
});

test("one route of each kind: the front page, reference pages, two lessons and a figure", () => {
  const routes = [
    "",
    "figures/",
    "figures/a/",
    "figures/b/",
    "lab/relu/",
    "lessons/c/1/",
    "lessons/c/2/",
    "lessons/d/1/",
  ];
  expect(oneOfEachKind(routes).sort()).toEqual([
    "",
    "figures/",
    "figures/a/",
    "lab/relu/",
    "lessons/c/1/",
    "lessons/d/1/",
  ]);
});

test("the longest tasks are the page's main thread's, not the browser's own pages', in processor time, before and after the first paint", () => {
  const task = (pid: number, ts: number, tdur?: number) => ({
    name: "RunTask",
    pid,
    tid: 1,
    ts,
    dur: 9e5,
    tdur,
    args: {},
  });
  const named = (pid: number) => ({ name: "thread_name", pid, tid: 1, ts: 0, args: { name: "CrRendererMain" } });
  const paint = (pid: number, ts: number) => ({ name: "firstContentfulPaint", pid, tid: 1, ts, args: {} });
  const came = (processId: number, url: string) => ({
    name: "FrameCommittedInBrowser",
    pid: 9,
    tid: 1,
    ts: 0,
    args: { data: { processId, url } },
  });
  const main = [named(1), came(1, "http://localhost:4653/lab/relu/")];
  const own = [named(3), came(3, "chrome://new-tab-page/"), paint(3, 5), task(3, 15, 90_000)];
  const trace = (...traceEvents: unknown[]) => JSON.stringify({ traceEvents });
  const tasks = [task(1, 10, 70_000), task(1, 20, 3000), task(2, 200, 80_000), task(1, 300, 12_500), task(1, 400)];
  expect(longestTasks(trace(...main, ...own, paint(1, 100), ...tasks))).toEqual({ firstTask: 70, longestTask: 12.5 });
  // A process that was not there yet when the page was chosen for it is told of by its frame.
  const frame = (name: string, data: object) => ({
    name,
    pid: 9,
    tid: 1,
    ts: 0,
    args: { data: { frame: "A", ...data } },
  });
  const chosen = frame("FrameCommittedInBrowser", { url: "http://localhost:4653/lab/relu/" });
  const late = [named(1), chosen, frame("ProcessReadyInBrowser", { processId: 1 })];
  expect(longestTasks(trace(...late, ...own, paint(1, 100), ...tasks))).toEqual({ firstTask: 70, longestTask: 12.5 });
  expect(() => longestTasks(trace(...own, paint(1, 100), task(2, 200, 80_000)))).toThrow("no task");
  expect(() => longestTasks(trace(...main, ...own, task(1, 200, 80_000)))).toThrow("no paint");
});

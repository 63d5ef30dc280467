/** A reader measures a network on the own device: `/lab/speed/`. */
import { readFile } from "node:fs/promises";
import { downloadJson, figure, openFigure, ready, test, wake } from "./figure-page.ts";
import { expect } from "./fixtures.ts";

test.describe.configure({ timeout: 120_000 });

interface Cell {
  readonly ms: { readonly medianMs: number; readonly p10Ms: number; readonly p90Ms: number } | null;
}
interface Speed {
  readonly device: { readonly backend: string; readonly peakGmadds: number } | null;
  readonly ways: readonly (Cell & { readonly way: string })[];
  readonly rows: readonly { readonly cells: Readonly<Record<string, Cell | null>> }[];
}

test("a press gives every block, layer and kernel its time; the link holds none; a file takes them along", async ({
  page,
}) => {
  await openFigure(page, "speed", "?network=digits");
  await wake(page);
  expect(((await downloadJson(page)).data as Speed).device, "nothing runs before the press").toBeNull();
  await page.getByRole("button", { name: "Measure on this device" }).click();
  const words = page.locator("[data-description]");
  await expect(words).toContainText("on this device", { timeout: 60_000 });
  await expect(words).toContainText(/SIMD takes [\d.]+ ms, fused [\d.]+ ms/);
  await expect(figure(page)).toContainText("Measured on relaxed SIMD, one thread");

  const first = (await downloadJson(page)).data as Speed;
  const [reference, simd, fused] = first.ways.map(({ ms }) => ms!.medianMs) as [number, number, number];
  expect(fused).toBeLessThan(reference);
  for (const rows of ["layers", "kernels"]) {
    await page.getByRole("radio", { name: rows }).check();
    await expect(figure(page).locator("[data-panel=rows] th").first()).toContainText(rows.slice(0, -1));
    await ready(page);
    const { ways, rows: parts } = (await downloadJson(page)).data as Speed;
    // Another look at the same measurement, not another one.
    expect(ways.map(({ ms }) => ms)).toEqual(first.ways.map(({ ms }) => ms));
    for (const { cells } of parts) {
      for (const cell of Object.values(cells)) {
        if (!cell) continue;
        expect(cell.ms!.p10Ms).toBeGreaterThan(0);
        expect(cell.ms!.p90Ms).toBeGreaterThanOrEqual(cell.ms!.medianMs);
      }
    }
  }
  expect(simd).toBeLessThan(reference);

  const wait = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download data (CSV)" }).click();
  const csv = await readFile(await (await wait).path(), "utf8");
  expect(csv).toMatch(
    /^part,kernel,output,way,calls,multiply-adds,bytes,median ms,p10 ms,p90 ms,GMAdd\/s,share of peak/,
  );
  expect(csv).toMatch(/\ndepthwise,depthwise,,SIMD,17,\d+,\d+,[\d.]+,[\d.]+,[\d.]+,[\d.]+,[\d.]+/);

  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.locator(".figure-message")).toContainText("What was measured on this device is not in it.");
  // The browser tells of a new address in its own time.
  await expect.poll(() => new URL(page.url()).searchParams.get("v")).toBe("1");
  const url = new URL(page.url());
  expect(Object.fromEntries(url.searchParams)).toMatchObject({ network: "digits", rows: "kernels", backend: "auto" });
  expect(url.href).not.toContain("measure");
  await page.goto(url.href);
  await wake(page);
  expect(((await downloadJson(page)).data as Speed).device, "a link never measures").toBeNull();
});

test("a large network shows its progress, is cancelled and leaves what was there; the next press counts", async ({
  page,
}) => {
  await openFigure(page, "speed");
  await wake(page);
  const words = await page.locator("[data-description]").textContent();
  const press = page.getByRole("button", { name: "Measure on this device" });
  await press.click();
  const bar = figure(page).locator("progress");
  await expect(bar).toBeVisible();
  await expect.poll(() => bar.evaluate((one) => (one as HTMLProgressElement).value)).toBeGreaterThan(0.001);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.locator(".figure-message")).toContainText("Cancelled.");
  await expect(bar).toBeHidden();
  await expect(page.locator("[data-description]")).toHaveText(words ?? "");
  // A cancelled press has not happened: another look measures nothing.
  await page.getByRole("radio", { name: "layers" }).check();
  await ready(page);
  const { state, data } = await downloadJson(page);
  expect(state["measure"]).toBe(0);
  expect((data as Speed).device).toBeNull();

  await page.getByLabel("Network", { exact: true }).selectOption("digits");
  await ready(page);
  await press.click();
  await expect(page.locator("[data-description]")).toContainText("on this device", { timeout: 60_000 });
  // Its times are not those of another network.
  await page.getByLabel("Network", { exact: true }).selectOption("fashion");
  await expect(page.locator("[data-description]")).toContainText("Times come when you press.");
});

test("the page stays quick while it measures, and what a browser lacks is said", async ({ page }) => {
  await page.goto("/lab/speed/?network=digits&backend=reference");
  await wake(page);
  await page.evaluate(() => {
    const long = ((globalThis as unknown as { long: number[] }).long = [] as number[]);
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) long.push(duration);
    }).observe({ type: "longtask" });
  });
  const began = performance.now();
  await page.getByRole("button", { name: "Measure on this device" }).click();
  await expect(page.locator("[data-description]")).toContainText("on this device", { timeout: 60_000 });
  const whole = performance.now() - began;
  await expect(figure(page)).toContainText("Measured with TypeScript alone, one thread");
  await expect(figure(page).locator("[data-panel=ways]")).toContainText("not here");
  const tasks = await page.evaluate(() => (globalThis as unknown as { long: number[] }).long);
  console.log(`longest task ${String(Math.max(0, ...tasks))} ms of ${whole.toFixed(0)} ms`);
  // A share, since no test here may depend on how fast the machine is; measured on the page, one task would be nearly all.
  expect(Math.max(0, ...tasks)).toBeLessThan(whole / 3);
});

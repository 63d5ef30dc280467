/** Every exercise of the course, solved wrong and right by a reader at the keyboard, in the lesson where it stands. */
import { exerciseFolders, solutionOf, slippedOf, wordsFor } from "../notebook/wrong-code.ts";
import { expect, test } from "./fixtures.ts";

for (const exercise of exerciseFolders) {
  test(`${exercise.id}: a slip shows the first wrong value and its likely cause, our solution passes and is noted`, async ({
    page,
  }) => {
    await page.goto(exercise.address);
    const cell = page.locator(`inverted-cell#${exercise.id}`);
    const status = cell.getByRole("status");
    await cell.getByRole("button", { name: "Edit" }).press("Enter");
    await expect(cell.getByRole("textbox")).toBeFocused();
    const check = async (code: string): Promise<void> => {
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.insertText(code);
      await page.keyboard.press("ControlOrMeta+Enter");
    };

    await check(slippedOf(exercise));
    await expect(cell).toHaveAttribute("data-status", "failed", { timeout: 20_000 });
    await expect(status).toHaveText(/^(The first case|\d+ cases? agrees?; the next) (differs|has another shape) \(seed 1\): \S/u); // prettier-ignore
    await expect(cell.locator(".cell-out")).toContainText(`Likely: ${wordsFor(exercise)}`);
    await expect(cell.getByText("Expected", { exact: true })).toBeVisible();
    await expect(cell.getByText("Found", { exact: true })).toBeVisible();
    // A wrong value is marked in both tensors; tensors of two shapes have no place in common.
    const isValue = (await status.textContent())?.includes("differs") === true;
    await expect(cell.locator("td.marked")).toHaveCount(isValue ? 2 : 0);
    const progress = () => page.evaluate(() => localStorage.getItem("inverted.progress") ?? "");
    expect(await progress()).not.toContain(`"${exercise.id}"`);

    await check(solutionOf(exercise));
    await expect(status).toHaveText("All 24 hidden cases agree with the reference (seed 1).", { timeout: 20_000 });
    await expect(cell).toHaveAttribute("data-status", "done");
    await expect(cell.locator(".cell-out")).toBeEmpty();
    expect(await progress()).toContain(`"${exercise.id}"`);
  });
}

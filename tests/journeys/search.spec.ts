import { expect, test } from "./fixtures.ts";

test("/ opens the search; arrows and Enter go to what is found; Esc gives the focus back; a lost index is told", async ({
  page,
  watch,
}) => {
  await page.goto("/lessons/");
  const opener = page.getByRole("link", { name: "Glossary" });
  await opener.focus();
  await page.keyboard.press("/");
  const dialog = page.getByRole("dialog", { name: "Search" });
  const field = dialog.getByRole("searchbox");
  const status = dialog.getByRole("status");
  await expect(field).toBeFocused();
  await field.fill("pseudo-inverse");
  await expect(status).toContainText(/\d places speak of “pseudo-inverse”/);
  await field.fill("zzzqq");
  await expect(status).toContainText("Nothing here speaks of “zzzqq”");
  await expect(dialog.getByRole("link")).toHaveCount(0);
  await field.fill("spiral");
  // A lesson, a word and a figure, each by its kind.
  for (const kind of ["Lesson", "Figure"]) await expect(dialog.getByText(kind, { exact: true }).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();

  await page.keyboard.press("/");
  await field.fill("expansion factor");
  const first = dialog.getByRole("link").first();
  await expect(first).toContainText("expansion factor");
  await page.keyboard.press("ArrowDown");
  await expect(first).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/glossary\/#expansion-factor$/);
  await expect(dialog).toBeHidden();

  watch.tolerate(/ERR_FAILED|Failed to fetch/);
  await page.route("**/pagefind/pagefind.js", (route) => route.abort());
  await page.reload();
  await page.getByRole("button", { name: "Search (/)" }).click();
  await field.fill("stride");
  await expect(status).toHaveText(/^The search index cannot be had\./);
  await page.unroute("**/pagefind/pagefind.js");
});

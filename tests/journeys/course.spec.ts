/** A lesson and its figures, linked both ways: guesses, tasks, states that words show, parts that words light. */
import { expect, test } from "./fixtures.ts";

const LESSON = "/lessons/what-relu-destroys/spiral-experiment/";

test("a number that the reader guesses is compared with what the figure computes, and kept", async ({ page }) => {
  await page.goto(LESSON);
  const guess = page.locator("#fifteen");
  // Pressed before any script is there: it is done all the same, and says what is missing.
  await guess.getByRole("button", { name: "Compare" }).click();
  await expect(guess.locator("[data-gap-words]")).toHaveText("Move the slider or type a number first.");
  await guess.getByRole("spinbutton").fill("1");
  await expect(guess.getByRole("slider")).toHaveAttribute("aria-valuetext", "1%");
  await guess.getByRole("button", { name: "Compare" }).click();
  await expect(guess.locator("[data-gap-words]")).toHaveText(
    "You guessed 1%; the figure computes 0.0488%. Your guess is 20 times as large.",
  );
  await expect(guess.locator("details")).toHaveAttribute("open");
  await page.reload();
  await expect(guess.getByRole("spinbutton")).toHaveValue("1");
  await expect(guess.locator("details")).not.toHaveAttribute("open");
});

test("words show a state and give the reader's back; a task is noticed and remembered", async ({ page }) => {
  await page.goto(LESSON);
  const figure = page.locator("#spiral");
  const words = figure.locator("[data-description]");
  const task = page.locator("#seeds [role=status]");
  await expect(task).toHaveText("The page will notice when you have done it.");
  await figure.getByRole("spinbutton", { name: /Seed of T/ }).fill("9");
  await expect(words).toContainText("n = 2 and seed 9");
  const show = page.getByRole("button", { name: "n = 30" });
  await show.press("Enter");
  await expect(words).toContainText("n = 30 and seed 3");
  await expect(show).toHaveAttribute("aria-pressed", "true");
  await figure.getByRole("button", { name: "Back to your own state" }).click();
  await expect(words).toContainText("n = 2 and seed 9");
  await expect(show).toHaveAttribute("aria-pressed", "false");
  await figure.getByRole("spinbutton", { name: /Dimensions n/ }).fill("3");
  await expect(task).toHaveText("Done. The page has noted it.");
  await page.reload();
  await expect(task).toHaveText("Done. The page has noted it.");
});

test("words light a part of the drawing, and a mark lights its words", async ({ page }) => {
  await page.goto(LESSON);
  const word = page.locator("a.part");
  await word.focus();
  const law = page.locator('#spiral [data-part="law"]').first();
  await expect(law).toHaveAttribute("data-dim", "");
  await expect(page.locator('#spiral [data-part="lost"][data-dim]')).toHaveCount(0);
  await page.locator("main").focus();
  await expect(law).not.toHaveAttribute("data-dim");
  await expect(word).not.toHaveAttribute("data-lit");
  await page.locator('#spiral [data-part="lost"]').first().dispatchEvent("pointerover");
  await expect(word).toHaveAttribute("data-lit", "");
});

test("of parts that are words, the one that is meant is framed and the others stay readable", async ({ page }) => {
  await page.goto("/lessons/the-whole-network/memory-efficient-inference/");
  const rows = page.locator("#memory tr[data-part]");
  const looks = () =>
    rows.evaluateAll((all) =>
      all.map((row) => {
        const { opacity, outlineStyle } = getComputedStyle(row);
        return `${(row as HTMLElement).dataset["part"] ?? ""} ${opacity} ${outlineStyle}`;
      }),
    );
  const names = await rows.evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset["part"] ?? ""));
  expect(names).toContain("fused");
  await page.locator('a.part[data-names="fused"]').first().focus();
  await expect.poll(looks).toEqual(names.map((name) => `${name} 1 ${name === "fused" ? "solid" : "none"}`));
  await page.locator("main").focus();
  await expect.poll(looks).toEqual(names.map((name) => `${name} 1 none`));
});

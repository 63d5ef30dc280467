import type { Locator } from "@playwright/test";

/** A cell's result: each element with its attributes and its own text, and the height of the whole. */
export const resultOf = (cell: Locator): Promise<{ readonly marks: readonly string[]; readonly height: number }> =>
  cell.locator(".cell-out").evaluate((out) => ({
    marks: [...out.querySelectorAll("*")].map((one) => {
      // What wakes a drawn tensor is no part of what it shows; and where a screen has one pixel a point, Plot moves a
      // chart's groups, not what is in them, by half of it.
      const isGroup = one.tagName === "g";
      const names = one
        .getAttributeNames()
        .filter((name) => name !== "data-view" && !(isGroup && name === "transform"));
      const said = names.sort().map((name) => `${name}=${one.getAttribute(name) ?? ""}`);
      const own = [...one.childNodes].map((node) => (node.nodeType === Node.TEXT_NODE ? node.textContent : "|"));
      return `${one.tagName} ${said.join(" ")}: ${own.join("")}`;
    }),
    height: Math.round(out.getBoundingClientRect().height),
  }));

/**
 * The light part of a cell, loaded with the page: it puts the reader's own code back into the listing, and waits for a
 * pointer, focus or touch before it loads the rest.
 */
import { storedCode } from "./stored.ts";
import type { LiveCell } from "./live.ts";

/** What the build has drawn came of our code: it goes where a cell, or one that it needs, has other code now. */
function forgetDrawn(id: string): void {
  for (const cell of document.querySelectorAll<HTMLElement>(`inverted-cell[data-drawn][data-needs~="${id}"]`)) {
    delete cell.dataset["drawn"];
    cell.querySelector(".cell-out")?.replaceChildren();
    cell.querySelector("[role=status]")?.replaceChildren();
  }
}

class InvertedCell extends HTMLElement {
  #live: Promise<LiveCell> | undefined;

  connectedCallback(): void {
    for (const type of ["pointerenter", "focusin", "touchstart"] as const) {
      this.addEventListener(type, () => void this.#wake().catch(() => undefined), { passive: true, once: true });
    }
    this.addEventListener("click", ({ target }) => {
      if (!(target instanceof Element)) return;
      const asked = target.closest<HTMLElement>("[data-do]")?.dataset["do"];
      const isCode = target.closest("pre[data-code]") !== null && getSelection()?.isCollapsed !== false;
      if (asked ?? isCode) this.#do(asked ?? "edit");
    });
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.defaultPrevented) return;
      if (event.ctrlKey || event.metaKey) this.#do("run");
      else if (event.target instanceof Element && event.target.matches("pre[data-code]")) this.#do("edit");
      else return;
      event.preventDefault();
    });
    const code = this.querySelector("pre[data-code]");
    const own = storedCode(this.dataset["key"] ?? "");
    if (own !== undefined && code) {
      this.dataset["own"] = "";
      this.dataset["ours"] = code.textContent;
      code.textContent = own;
      forgetDrawn(this.id);
    }
    if (location.hash.startsWith("#~") && new URLSearchParams(location.hash.slice(2)).has(`${this.id}.code`)) {
      forgetDrawn(this.id);
      this.#do("linked");
    }
  }

  #do(action: string): void {
    this.#wake().then(
      (live) => live.do(action),
      () => {
        const status = this.querySelector<HTMLElement>("[role=status]");
        if (status) status.textContent = status.dataset["missing"] ?? "";
      },
    );
  }

  #wake(): Promise<LiveCell> {
    this.#live ??= import("./wake.ts").then(({ wake }) => wake(this));
    this.#live.catch(() => {
      this.#live = undefined;
    });
    return this.#live;
  }
}

customElements.define("inverted-cell", InvertedCell);

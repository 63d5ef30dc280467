import type { OpenedFile } from "./contract.ts";
import { followStroke } from "./early-stroke.ts";
import type { LiveFigure } from "./live.ts";
import { reloadIfReachable } from "./reload.ts";

/**
 * The light part of every figure, loaded with the page: it waits for the first pointer, focus or touch, or for a link
 * that asks for another state, and only then loads the live part.
 */
export class InvertedFigure extends HTMLElement {
  #waking: Promise<void> | undefined;
  #live: LiveFigure | undefined;

  connectedCallback(): void {
    if (this.#live) {
      void this.#live.resume();
      return;
    }
    for (const type of [
      "pointerenter",
      "pointerdown",
      "focusin",
      "touchstart",
      "dragenter",
      "input",
      "change",
    ] as const) {
      this.addEventListener(type, this.#touched, { passive: true });
    }
    this.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
    });
    // A press on a button before the live part is there is kept and done as soon as it is.
    this.addEventListener("click", this.#hold, { capture: true });
    this.addEventListener("click", this.#retry);
    // "failed" before this script ran: it was missing, and the reader's press has brought it (early.js).
    if (this.#asked() || this.dataset["status"] === "failed") void this.#wake();
    else if (this.hasAttribute("data-eager")) {
      if (document.readyState === "complete") void this.#wake();
      else window.addEventListener("load", this.#touched, { once: true });
    }
  }

  disconnectedCallback(): void {
    // One that is only moved to another place is back by then.
    queueMicrotask(() => {
      if (!this.isConnected) this.#live?.sleep();
    });
  }

  /** Shows a state that a lesson's words name, as texts of a link. */
  async show(texts: Readonly<Record<string, string>>): Promise<void> {
    await this.#wake();
    this.#live?.show(texts);
  }

  /** Gives the reader's own state back. */
  back(): void {
    this.#live?.back();
  }

  /** Opens a file that the page has from elsewhere, on trial as one that the reader opens; `texts` are as in a link. */
  async open(control: string, file: Omit<OpenedFile, "id">, texts: Readonly<Record<string, string>>): Promise<void> {
    await this.#wake();
    this.#live?.open(control, file, texts);
  }

  /** Closes an opened file. */
  async close(control: string): Promise<void> {
    await this.#wake();
    this.#live?.set({ [control]: null });
  }

  /** Whether the address holds parameters of this figure. */
  #asked(): boolean {
    const controls = [...this.querySelectorAll<HTMLElement>("[data-control]")].map(({ dataset }) => dataset["control"]);
    const prefix = this.dataset["instance"] ? `${this.dataset["instance"]}.` : "";
    const fragment = location.hash.startsWith("#~") ? location.hash.slice(2) : "";
    const keys = [...new URLSearchParams(location.search).keys(), ...new URLSearchParams(fragment).keys()];
    return keys.some((key) =>
      prefix ? key.startsWith(prefix) : controls.includes(key) || (!key.includes(".") && !FURNITURE.has(key)),
    );
  }

  readonly #hold = (event: Event): void => {
    if (this.dataset["live"] !== undefined) return;
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button || button.dataset["tool"] === "retry") return;
    event.stopImmediatePropagation();
    void this.#wake().then(() => {
      if (this.dataset["live"] === undefined) return;
      // Waking may have drawn the panels anew: the button that does the same is pressed in place of the lost one.
      const { set } = button.dataset;
      const twin = [...this.querySelectorAll<HTMLElement>("[data-set]")].find(({ dataset }) => dataset["set"] === set);
      (button.isConnected ? button : twin)?.click();
    });
  };

  readonly #retry = (event: Event): void => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-tool=retry]") : null;
    if (!button || this.dataset["live"] !== undefined) return;
    void this.#wake().then(() => (this.dataset["status"] === "failed" ? reloadIfReachable() : undefined));
  };

  /** Once it has failed only its button tries again: the way to the button must not take it away. */
  readonly #touched = (event: Event): void => {
    if (this.dataset["status"] === "failed") return;
    const pad = event.target instanceof HTMLCanvasElement && event.target.closest(".pad") && event.target;
    const isStroke = pad && event.type === "pointerdown" && pad.dataset["bound"] === undefined;
    const stroke = isStroke && followStroke(event as PointerEvent);
    void this.#wake().then(() => {
      if (stroke && pad.dataset["bound"] !== undefined) stroke(pad);
    });
  };

  readonly #wake = (): Promise<void> => {
    this.#waking ??= (async () => {
      if (this.dataset["status"] === "failed") {
        for (const part of this.querySelectorAll<HTMLElement>(".figure-message, [data-tool=retry]")) part.hidden = true;
      }
      this.dataset["status"] = "busy";
      try {
        const { enliven } = await import("./enliven.ts");
        this.#live = await enliven(this);
        if (!this.isConnected) this.#live.sleep();
      } catch {
        // The sentence and its button are in the HTML already: no further file is needed to say that one is missing.
        this.#waking = undefined;
        this.dataset["status"] = "failed";
        for (const part of this.querySelectorAll<HTMLElement>(".figure-message, [data-tool=retry]"))
          part.hidden = false;
      }
    })();
    return this.#waking;
  };
}

/** Parameters of the page itself, never of a figure. */
const FURNITURE = new Set(["v", "present", "controls", "theme"]);

customElements.define("inverted-figure", InvertedFigure);

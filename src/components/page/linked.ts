/** Words and figures, linked both ways: words show a state and give the reader's back; words and parts light each other. */
import { LENT_EVENT } from "@/figures/shell/events.ts";
import type { InvertedFigure } from "@/figures/shell/element.ts";
import { isPart, lightPart } from "@/figures/shell/parts.ts";

const figureOf = (instance = ""): InvertedFigure | null =>
  document.querySelector<InvertedFigure>(`inverted-figure[data-instance="${CSS.escape(instance)}"]`);

const isInView = (element: Element): boolean => {
  const { top, bottom } = element.getBoundingClientRect();
  return top < innerHeight * 0.7 && bottom > innerHeight * 0.3;
};

/** Words that show are links only where a script can obey them; a second press gives the reader's own state back. */
function startShows(): void {
  const words = [...document.querySelectorAll<HTMLAnchorElement>("a[data-show]")];
  for (const word of words) {
    word.href = `#${word.dataset["show"] ?? ""}`;
    word.setAttribute("role", "button");
    word.setAttribute("aria-pressed", "false");
  }
  const press = (chosen: HTMLElement | undefined, instance: string): void => {
    for (const word of words) {
      if (word.dataset["show"] === instance) word.setAttribute("aria-pressed", String(word === chosen));
    }
  };
  document.addEventListener("click", (event) => {
    const word = event.target instanceof Element ? event.target.closest<HTMLElement>("a[data-show]") : null;
    if (!word || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const instance = word.dataset["show"] ?? "";
    const figure = figureOf(instance);
    if (!figure) return;
    event.preventDefault();
    if (word.getAttribute("aria-pressed") === "true") {
      figure.back();
      return;
    }
    if (!isInView(figure)) figure.scrollIntoView({ block: "start" });
    void figure.show(JSON.parse(word.dataset["state"] ?? "{}") as Record<string, string>).then(() => {
      press(word, instance);
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || !(event.target instanceof HTMLAnchorElement) || !event.target.matches("a[data-show]"))
      return;
    event.preventDefault();
    event.target.click();
  });
  document.addEventListener(LENT_EVENT, (event) => {
    const isLent = (event as CustomEvent<boolean>).detail;
    if (!isLent && event.target instanceof HTMLElement) press(undefined, event.target.dataset["instance"] ?? "");
  });
}

/** Hover or focus on either side lights both; leaving puts all back. */
function startParts(): void {
  const words = [...document.querySelectorAll<HTMLAnchorElement>("a.part")];
  if (words.length === 0) return;
  const light = (instance: string, names: string | null): void => {
    for (const word of words) {
      const isMeant = word.dataset["of"] === instance && isPart(names, word.dataset["names"] ?? "");
      word.toggleAttribute("data-lit", isMeant);
    }
  };
  const ofPart = (target: EventTarget | null): Element | null =>
    target instanceof Element ? target.closest("a.part, inverted-figure [data-part]") : null;
  let hovered: Element | null = null;
  let focused: Element | null = null;
  const show = (): void => {
    // A pointer that lies anywhere, or under which the page scrolls, takes nothing from the keyboard.
    const meant = hovered ?? focused;
    const word = meant?.closest<HTMLElement>("a.part") ?? null;
    const mark = word ? null : meant;
    const figure = mark?.closest<HTMLElement>("inverted-figure");
    const names = word?.dataset["names"] ?? (figure ? (mark?.getAttribute("data-part") ?? "") : "");
    const instance = word?.dataset["of"] ?? figure?.dataset["instance"] ?? "";
    light(instance, names);
    for (const one of document.querySelectorAll<HTMLElement>("inverted-figure")) {
      const isMeant = word !== null && one.dataset["instance"] === instance;
      lightPart(one, isMeant ? names : "");
    }
  };
  document.addEventListener("pointerover", ({ target }) => {
    hovered = ofPart(target);
    show();
  });
  document.addEventListener("focusin", ({ target }) => {
    focused = ofPart(target);
    show();
  });
  document.addEventListener("focusout", () => {
    focused = null;
    show();
  });
  document.addEventListener("click", (event) => {
    const word = event.target instanceof Element ? event.target.closest<HTMLElement>("a.part") : null;
    const figure = word && figureOf(word.dataset["of"]);
    if (!figure || event.ctrlKey || event.metaKey) return;
    // The link leads to the figure; one that is in view already need not move.
    if (isInView(figure)) event.preventDefault();
  });
}

export function startLinks(): void {
  startShows();
  startParts();
}

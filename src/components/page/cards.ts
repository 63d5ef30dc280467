/**
 * The cards behind terms, facts and citations: shown on hover, on focus and on the first tap; Esc or leaving hides
 * them, and the pointer may move onto them. The card is the popover that `data-card` names; without script a term is
 * a link and a fact's card opens by its own button.
 */
import cardsCss from "@/styles/cards.css?url";
import { linkStyle } from "./link-style.ts";

const DELAY_IN = 180;
const DELAY_OUT = 220;
const GAP = 8;

let shown: { card: HTMLElement; trigger: HTMLElement } | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let lastPointer = "";

const triggerOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>("[data-card]") : null;

function place(card: HTMLElement, trigger: HTMLElement): void {
  // A term that wraps has several boxes; the card belongs to the first.
  const box = trigger.getClientRects()[0] ?? trigger.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = card;
  const below = box.bottom + GAP + height <= innerHeight || box.top < height + GAP;
  // In a low window (200 % zoom) it fits on neither side: then it lies over the words, but whole.
  const top = below ? Math.min(box.bottom + GAP, innerHeight - height - GAP) : box.top - GAP - height;
  card.style.top = `${Math.max(GAP, top)}px`;
  card.style.left = `${Math.max(GAP, Math.min(box.left, document.documentElement.clientWidth - width - GAP))}px`;
}

/** The trigger that was asked for last; another, or none, may be wanted by the time the card has its looks. */
let wanted: HTMLElement | undefined;

function show(trigger: HTMLElement): void {
  clearTimeout(timer);
  const card = document.getElementById(trigger.dataset["card"] ?? "");
  if (!card || (shown?.card === card && card.matches(":popover-open"))) return;
  hide();
  wanted = trigger;
  void linkStyle(cardsCss).then(() => {
    if (wanted === trigger) open(card, trigger);
  });
}

function open(card: HTMLElement, trigger: HTMLElement): void {
  if (!card.matches(":popover-open")) card.showPopover();
  place(card, trigger);
  shown = { card, trigger };
}

function hide(): void {
  clearTimeout(timer);
  wanted = undefined;
  if (shown?.card.matches(":popover-open")) shown.card.hidePopover();
  shown = undefined;
}

/** A page that scrolls, as one does to what Tab reaches, takes the card along; one whose trigger has gone hides it. */
function follow(): void {
  if (!shown) return;
  const { top, bottom } = shown.trigger.getBoundingClientRect();
  if (bottom < 0 || top > innerHeight) hide();
  else place(shown.card, shown.trigger);
}

function later(run: () => void, delay: number): void {
  clearTimeout(timer);
  timer = setTimeout(run, delay);
}

export function startCards(): void {
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const trigger = triggerOf(event.target);
    if (trigger) later(() => show(trigger), DELAY_IN);
    else if (shown && shown.card.contains(event.target as Node)) clearTimeout(timer);
    else if (shown) later(hide, DELAY_OUT);
    else clearTimeout(timer);
  });
  document.addEventListener("pointerdown", (event) => (lastPointer = event.pointerType), true);
  document.addEventListener("focusin", (event) => {
    const trigger = triggerOf(event.target);
    if (trigger?.matches(":focus-visible")) show(trigger);
    else if (shown && !shown.card.contains(event.target as Node)) hide();
  });
  document.addEventListener("click", (event) => {
    const trigger = triggerOf(event.target);
    if (!trigger) {
      if (shown && !shown.card.contains(event.target as Node)) hide();
      return;
    }
    const isLink = trigger instanceof HTMLAnchorElement;
    if (isLink && (lastPointer === "mouse" || shown?.trigger === trigger)) return;
    if (isLink && event.detail === 0) return; // Enter on a focused link: follow it
    event.preventDefault();
    if (shown?.trigger === trigger && lastPointer !== "mouse") hide();
    else show(trigger);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shown) return;
    event.preventDefault();
    hide();
  });
  addEventListener("scroll", follow, { passive: true });
}

/** The live figure: plays locally, and gives the step to the state when it rests, so that links and words keep still. */
import type { Mounted, MountHost } from "@/figures/shell/contract.ts";
import { morph } from "@/figures/shell/morph.ts";
import { panelBody } from "@/figures/shell/panels.ts";
import { makePlayer } from "@/figures/shell/player.ts";
import type { ThreeData, ThreeState } from "./compute.ts";
import { panelsOf } from "./panels.ts";
import { positionOf } from "./sizes.ts";

/** One value, or one row of blocks, at speed 1. */
const STEP_MS = 480;

type Host = Omit<MountHost<ThreeState>, "set"> & { readonly set: (change: { readonly step: number }) => void };

export function mount(host: Host, first: ThreeData): Mounted<ThreeState, ThreeData> {
  const listeners = new AbortController();
  const { signal } = listeners;
  let data = first;
  /** The state that `data` belongs to: a timer may fire between a change and its answer. */
  let shownState = host.state();
  let step = first.position.step;
  const written = new Map<string, string>();

  const player = makePlayer({
    next: () => {
      if (step >= data.steps) return false;
      step += 1;
      render();
      return true;
    },
    restart: () => {
      step = 0;
      render();
    },
    changed: () => {
      render();
      if (!player.playing) host.set({ step });
    },
    stepMs: STEP_MS,
  });

  function render(): void {
    const context = { tr: host.tr, num: host.num, uid: host.uid, state: shownState };
    const position = positionOf(context.state, step);
    const shown = panelsOf(data, context, position, { playing: player.playing, speed: player.speed });
    for (const panel of shown) {
      const markup = panelBody(panel);
      const body = host.panels[panel.id];
      if (!body || written.get(panel.id) === markup) continue;
      morph(body, markup);
      written.set(panel.id, markup);
    }
    host.titles(shown);
  }

  const go = (to: number): void => {
    player.stop();
    step = Math.min(data.steps, Math.max(0, to));
    host.set({ step });
    render();
  };
  /** Without motion a press of Play jumps: to the end of the row under way. */
  const jump = (): void => {
    const row = Math.max(1, Math.round(data.steps / data.outH));
    go(step >= data.steps ? 0 : data.values ? (Math.floor(step / row) + 1) * row : step + 1);
  };
  const actions: Readonly<Record<string, () => void>> = {
    first: () => {
      go(0);
    },
    previous: () => {
      go(step - 1);
    },
    play: () => {
      if (host.reducedMotion()) jump();
      else player.toggle();
    },
    next: () => {
      go(step + 1);
    },
    last: () => {
      go(data.steps);
    },
  };

  host.root.addEventListener(
    "click",
    ({ target }) => {
      const button = target instanceof Element ? target.closest<HTMLElement>("[data-act]") : null;
      if (button && button.getAttribute("aria-disabled") !== "true") actions[button.dataset["act"] ?? ""]?.();
    },
    { signal },
  );
  const transport = host.panels["transport"] as HTMLElement;
  transport.addEventListener(
    "input",
    ({ target }) => {
      if (target instanceof HTMLInputElement) go(Number(target.value));
    },
    { signal },
  );
  transport.addEventListener(
    "change",
    ({ target }) => {
      if (target instanceof HTMLSelectElement) player.speed = Number(target.value);
    },
    { signal },
  );
  host.root.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { key, target } = event;
      if (target instanceof HTMLInputElement && target.type === "number") return;
      const inTransport = target instanceof HTMLButtonElement && target.closest(".transport") !== null;
      const by: Readonly<Record<string, string>> = {
        "[": "previous",
        "]": "next",
        ...(inTransport && { ArrowLeft: "previous", ArrowRight: "next", Home: "first", End: "last" }),
      };
      const act = actions[by[key] ?? ""];
      if (!act) return;
      event.preventDefault();
      act();
    },
    { signal },
  );

  return {
    update(next, state) {
      data = next;
      shownState = state;
      // The step that the play itself gave is where it is; any other change ends it.
      step = state.step;
      player.stop();
      render();
    },
    dispose() {
      player.stop();
      listeners.abort();
    },
  };
}

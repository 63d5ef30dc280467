/** The live microscope: panels morphed in place, planes on canvases, and every way to move. */
import type { Mounted } from "@/figures/shell/contract.ts";
import { panelBody } from "@/figures/shell/panels.ts";
import { keyMove, moved, parseMove } from "@/figures/shell/cell-moves.ts";
import type { MicroscopeData } from "./compute.ts";
import { type Host, tensorKey } from "./host.ts";
import { keepInView } from "./keep-in-view.ts";
import { boxesOf, layoutOf } from "./layout.ts";
import { morph } from "@/figures/shell/morph.ts";
import type { Interface } from "./nav.ts";
import { panelsOf } from "./panels.ts";
import { codesOf, readPalette } from "./paint-planes.ts";
import { planeView } from "./plane-view.ts";
import { afterTitle, beforeNote, sourceName } from "./planes.ts";
import { makePlayer } from "@/figures/shell/player.ts";
import { marksSix, scalesOf } from "./scale.ts";
import type { MicroStep, PickedCell } from "./steps.ts";
import { spaceStage } from "./space-stage.ts";
import { bindThumbs } from "./thumbs.ts";
import { goPlace, goText } from "./value.ts";
import type { ShownState } from "./words.ts";

/** Breadcrumbs kept; the browser's own history has all of them. */
const LONGEST_TRAIL = 6;

export function mount(host: Host, first: MicroscopeData): Mounted<ShownState, MicroscopeData> {
  const { root, panels } = host;
  let data = first;
  /** The answer drawn last. */
  let last: MicroscopeData | undefined;
  let page = 0;
  /** The markup that each panel shows: what is the same is left alone. */
  const written = new Map<string, string>();
  let trail: readonly string[] = [];
  let shown = "";
  let theme = readPalette(root);
  const font = (): string => getComputedStyle(root).getPropertyValue("--sans") || "sans-serif";
  const views = {
    before: planeView(panels["before"] as HTMLElement, theme, font()),
    after: planeView(panels["after"] as HTMLElement, theme, font()),
  };
  const context = () => ({ tr: host.tr, num: host.num, uid: host.uid, state: host.state() });
  const markThumbs = bindThumbs(panels["samples"] as HTMLElement, context());
  const listeners = new AbortController();
  const { signal } = listeners;

  const stepIndex = (): number => data.steps.findIndex(({ step }) => step === data.step);
  const toStep = (index: number): boolean => {
    const next = data.steps[index];
    if (!next || next.step === data.step) return false;
    trail = [];
    host.set({ step: next.step });
    return true;
  };
  const player = makePlayer({
    next: () => toStep(stepIndex() + 1),
    restart: () => toStep(0),
    changed: () => {
      render();
    },
  });

  const ui = (): Interface => ({ playing: player.playing, speed: player.speed, page, trail });

  /** The state's cell, kept inside the tensor shown, so that the cursor answers before the worker does. */
  const cell = (): PickedCell => {
    const { c, y, x } = host.state();
    const [h, w, channels] = data.shape;
    return { c: Math.min(c, channels - 1), y: Math.min(y, h - 1), x: Math.min(x, w - 1) };
  };

  function paint(): void {
    const layout = layoutOf(data);
    const scales = scalesOf(data, host.state().scaleMode);
    const boxes = boxesOf(data, layout);
    const codes = codesOf(data, host.state().scaleMode);
    views.before.show({
      grids: layout.before.map((grid, i) => {
        const { values, step } = data.sources[i]!;
        return {
          grid,
          values,
          codes: codes(i),
          scale: scales.before,
          six: marksSix(step),
          name: sourceName(data, i, context()),
        };
      }),
      boxes: layout.before.map((_, i) => boxes.filter((box) => box.source === i)),
      note: layout.before.length === 0 ? beforeNote(data, context()) : "",
      height: layout.beforeHeight,
      unit: layout.unit,
    });
    views.after.show({
      grids: [
        {
          ...{ grid: layout.after, values: data.tensor, codes: codes(data.sources.length) },
          ...{ scale: scales.after, six: marksSix(data.step), name: "" },
        },
      ],
      boxes: [boxes.filter((box) => box.source === null)],
      note: "",
      height: layout.afterHeight,
      unit: layout.unit,
    });
  }

  function render(): void {
    const shown = panelsOf(data, context(), ui(), true);
    for (const panel of shown) {
      const body = panels[panel.id];
      if (!body || panel.stage) continue;
      if (panel.id === "before" || panel.id === "after") {
        body.style.aspectRatio = `${String(panel.width)}/${String(panel.height)}`;
        continue;
      }
      const markup = panelBody(panel);
      if (written.get(panel.id) === markup) continue;
      morph(body, markup);
      if (panel.id === "nav") keepInView(body);
      written.set(panel.id, markup);
    }
    host.titles(shown);
    const what = host.tr("alt.cells", { what: afterTitle(data, context()) });
    views.after.canvas.setAttribute("aria-label", what);
    views.before.canvas.setAttribute("aria-label", host.tr("alt.before"));
    markThumbs(data, host.state());
    paint();
    stage.update(data, host.state());
  }

  const pick = (next: PickedCell): void => {
    const [h, w, channels] = data.shape;
    const inside = (value: number, size: number): number => Math.min(size - 1, Math.max(0, value));
    host.set({ c: inside(next.c, channels), y: inside(next.y, h), x: inside(next.x, w) });
    data = { ...data, cell: cell() };
    paint();
  };
  const go = (text: string): void => {
    player.stop();
    const { block, step, c, y, x } = goPlace(text);
    host.set({ block, step, c, y, x }, { push: true });
  };
  const follow = (text: string): void => {
    trail = [...trail, goText({ block: data.block, step: data.step, ...data.cell })].slice(-LONGEST_TRAIL);
    go(text);
  };

  const stage = spaceStage(host, {
    data: () => data,
    pick: (picked) => {
      pick(picked);
    },
    move: (by) => {
      pick(moved(cell(), by));
    },
    follow: (origin) => {
      follow(goText(origin));
    },
  });

  const actions: Record<string, () => void> = {
    first: () => toStep(0),
    previous: () => toStep(stepIndex() - 1),
    play: () => {
      player.toggle();
    },
    next: () => toStep(stepIndex() + 1),
    last: () => toStep(data.steps.length - 1),
  };

  root.addEventListener(
    "click",
    (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>("button") : null;
      if (!button || button.getAttribute("aria-disabled") === "true") return;
      const { act, go: place, move, page: wanted, trail: crumb } = button.dataset;
      if (act !== undefined) {
        if (act !== "play") player.stop();
        actions[act]?.();
      } else if (place !== undefined) follow(place);
      else if (move !== undefined) pick(moved(cell(), parseMove(move)));
      else if (wanted !== undefined) {
        page = Number(wanted);
        render();
      } else if (crumb !== undefined) {
        const text = trail[Number(crumb)];
        trail = trail.slice(0, Number(crumb));
        if (text !== undefined) go(text);
      }
    },
    { signal },
  );

  const nav = panels["nav"] as HTMLElement;
  nav.addEventListener(
    "input",
    ({ target }) => {
      if (target instanceof HTMLInputElement && target.dataset["scrub"] !== undefined) {
        player.stop();
        toStep(Number(target.value));
      }
    },
    { signal },
  );
  nav.addEventListener(
    "change",
    ({ target }) => {
      if (target instanceof HTMLSelectElement) player.speed = Number(target.value);
      if (target instanceof HTMLInputElement && target.type === "radio") choose(target);
    },
    { signal },
  );
  function choose({ name, value }: HTMLInputElement): void {
    player.stop();
    trail = [];
    if (name === `${host.uid}-block`) host.set({ block: Number(value) });
    else host.set({ step: value as MicroStep });
  }

  root.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { target, key } = event;
      const writes =
        target instanceof HTMLTextAreaElement ||
        (target instanceof HTMLInputElement &&
          target.type !== "radio" &&
          target.type !== "range" &&
          target.type !== "checkbox");
      if (writes) return;
      const inTransport =
        target instanceof Element && target.closest(".transport") && target instanceof HTMLButtonElement;
      const by: Record<string, () => void> = {
        "[": actions["previous"]!,
        "]": actions["next"]!,
        ...(inTransport && {
          ArrowLeft: actions["previous"]!,
          ArrowRight: actions["next"]!,
          Home: actions["first"]!,
          End: actions["last"]!,
        }),
      };
      const step = by[key];
      const move = target === views.after.canvas ? keyMove(key) : null;
      if (step) {
        player.stop();
        step();
      } else if (move) pick(moved(cell(), move));
      else return;
      event.preventDefault();
    },
    { signal },
  );

  const { canvas } = views.after;
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-describedby", `${host.uid}-keys`);
  canvas.id = `${host.uid}-cells`;
  views.before.canvas.setAttribute("role", "img");
  canvas.addEventListener("click", (event) => {
    const found = views.after.under(event);
    if (found) pick(found.cell);
  });
  // A pressed mouse reads along; a finger scrolls the page.
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse" || event.buttons !== 1) return;
    const found = views.after.under(event);
    if (found) pick(found.cell);
  });
  views.before.canvas.addEventListener("click", (event) => {
    const found = views.before.under(event);
    const source = found && data.sources[found.grid];
    if (source) follow(goText({ block: source.block, step: source.step, ...found.cell }));
  });

  host.onTheme(() => {
    theme = readPalette(root);
    for (const view of Object.values(views)) view.repaint(theme, font());
  });

  // What the reader chose while the figure was a picture.
  for (const radio of nav.querySelectorAll<HTMLInputElement>("input[type=radio]:checked")) {
    if (!radio.defaultChecked) choose(radio);
  }

  return {
    update(next, state) {
      // Looked at from elsewhere: only the stage has something to do.
      if (next === last) {
        stage.update(data, state);
        return;
      }
      last = next;
      if (next.block !== data.block || next.step !== data.step || next.cell.c !== data.cell.c) page = 0;
      // Another cell of the same tensors: what was painted of them is kept.
      const key = tensorKey(state);
      const { tensor, sources, pages } = data;
      data = key !== "" && key === shown ? { ...next, tensor, sources, pages } : next;
      shown = key;
      render();
    },
    dispose() {
      player.stop();
      stage.dispose();
      listeners.abort();
      for (const view of Object.values(views)) view.dispose();
    },
  };
}

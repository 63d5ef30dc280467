/** The live city: the stage, its twin, and the ways along the street. */
import type { Mounted, MountHost } from "@/figures/shell/contract.ts";
import { panelBody } from "@/figures/shell/panels.ts";
import { stagePanel } from "@/figures/shell/stage.ts";
import type { CityData } from "./compute.ts";
import { LAST_BLOCK, WHOLE } from "./networks.ts";
import { cityPanel, panelsOf } from "./panels.ts";
import { rewrite } from "./rewrite.ts";
import type { CityLink } from "./space.ts";
import { VIEW_LIMITS } from "./view.ts";
import type { Context, ShownState } from "./words.ts";

export async function mount(host: MountHost<ShownState>, first: CityData): Promise<Mounted<ShownState, CityData>> {
  const { root, panels, tr, num } = host;
  let data = first;
  const listeners = new AbortController();
  const context = (): Context => ({ tr, num, uid: host.uid, state: host.state() });
  const link: CityLink = { blockUnder: () => null };

  const open = (block: number): void => {
    host.set({ block: Math.min(LAST_BLOCK, Math.max(WHOLE, block)) });
  };
  /** The block that `o` opens again. */
  let latest = 1;
  const keys: Readonly<Record<string, (block: number) => void>> = {
    "[": (block) => {
      open(Math.max(0, block - 1));
    },
    "]": (block) => {
      open(block + 1);
    },
    o: (block) => {
      open(block === WHOLE ? latest : WHOLE);
    },
  };
  const stage = stagePanel<ShownState, CityData>(host, {
    panel: "city",
    camera: "camera",
    limits: VIEW_LIMITS,
    label: (words) => words.tr("view"),
    help: (words) => words.tr("viewHelp"),
    twin: () => panelBody(cityPanel(data, context())),
    scene: async () => (await import("./space.ts")).makeCity(link, { tr, num }),
    onTap: (ray) => {
      const block = link.blockUnder(ray);
      if (block !== null) open(block);
    },
    onKey: (event) => {
      // In 3D that was entered, Escape first leaves that.
      if (event.key !== "Escape" || root.querySelector("[data-entered]") || host.state().block === WHOLE) return false;
      open(WHOLE);
      return true;
    },
  });
  // A scene that cannot be had may be asked for again: only the mount that succeeds listens.
  await stage.ready;
  root.addEventListener(
    "keydown",
    (event) => {
      const { target } = event;
      const isWriting = target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
      const run = keys[event.key];
      if (!run || isWriting || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      run(host.state().block);
    },
    { signal: listeners.signal },
  );

  return {
    update(next, state) {
      data = next;
      if (state.block !== WHOLE) latest = state.block;
      const shown = panelsOf(data, { ...context(), state });
      for (const panel of shown) {
        const body = panels[panel.id];
        if (body && panel.id !== "city") rewrite(body, panelBody(panel));
      }
      host.titles(shown);
      stage.update(next, state);
    },
    dispose() {
      listeners.abort();
      stage.dispose();
    },
  };
}

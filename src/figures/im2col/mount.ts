/** The live figure: all four blocks are one widget, and a press on any of them picks what it belongs to. */
import { bindNudge, moved, type PickedCell } from "@/figures/shell/cell-moves.ts";
import { bindCells, nameCells } from "@/figures/shell/cell-widget.ts";
import type { Mounted, MountHost } from "@/figures/shell/contract.ts";
import { morph } from "@/figures/shell/morph.ts";
import { panelBody } from "@/figures/shell/panels.ts";
import type { Im2colData, Im2colState } from "./compute.ts";
import { cellUnder } from "./layout.ts";
import { panelsOf } from "./panels.ts";

type Change = Partial<Pick<Im2colState, "y" | "x" | "o">>;
type Host = Omit<MountHost<Im2colState>, "set"> & { readonly set: (change: Change) => void };

const inside = (value: number, size: number): number => Math.min(size - 1, Math.max(0, value));

export function mount(host: Host, first: Im2colData): Mounted<Im2colState, Im2colData> {
  const listeners = new AbortController();
  const { signal } = listeners;
  let data = first;
  const product = host.panels["product"] as HTMLElement;

  const pick = ({ c, y, x }: PickedCell): void => {
    const [out, , outC] = data.outShape;
    // Left of the first column and right of the last one the reading goes on in the next line.
    const row = inside(y, out) * out + x;
    const at = inside(row, out * out);
    host.set({ o: inside(c, outC), y: Math.floor(at / out), x: at % out });
  };
  const cell = (): PickedCell => {
    const { o, y, x } = host.state();
    return { c: o, y, x };
  };
  const move = (by: Partial<PickedCell>): void => {
    pick(moved(cell(), by));
  };

  bindCells(
    product,
    {
      help: `${host.uid}-keys`,
      under: (x, y) => cellUnder(data, host.state(), x, y),
      pick,
      move,
    },
    signal,
  );
  bindNudge(host.root, move, signal);

  return {
    update(next, state) {
      data = next;
      const shown = panelsOf(data, { tr: host.tr, num: host.num, uid: host.uid, state }, true);
      for (const panel of shown) {
        const body = host.panels[panel.id];
        if (!body) continue;
        if (panel.svg !== undefined) body.style.aspectRatio = `${String(panel.width)}/${String(panel.height)}`;
        morph(body, panelBody(panel));
      }
      host.titles(shown);
      nameCells(product, host.tr("alt.pick"));
    },
    dispose() {
      listeners.abort();
    },
  };
}

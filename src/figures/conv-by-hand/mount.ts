/** The live figure: the output and the filter are one widget each; a weight is edited in its field. */
import { bindNudge, moved, type PickedCell } from "@/figures/shell/cell-moves.ts";
import { bindCells, nameCells } from "@/figures/shell/cell-widget.ts";
import type { Mounted, MountHost } from "@/figures/shell/contract.ts";
import { shortest } from "@/figures/shell/float-words.ts";
import { morph } from "@/figures/shell/morph.ts";
import { panelBody } from "@/figures/shell/panels.ts";
import type { ByHandData, ByHandState } from "./compute.ts";
import { cellUnder, tapUnder } from "./layout.ts";
import { MIDDLE, panelsOf } from "./panels.ts";
import { MOST_WEIGHT } from "./sizes.ts";

type Change = Partial<Pick<ByHandState, "y" | "x" | "o" | "filter" | "weights">>;
type Host = Omit<MountHost<ByHandState>, "set"> & { readonly set: (change: Change) => void };

const inside = (value: number, size: number): number => Math.min(size - 1, Math.max(0, value));
/** A weight as a link carries it: a plain decimal that gives the same float32. */
const weightText = (value: number): string =>
  String(Number(Math.fround(value).toPrecision(9))).replace(/^(.*)e.*$/, "0");

export function mount(host: Host, first: ByHandData): Mounted<ByHandState, ByHandData> {
  const { panels } = host;
  const listeners = new AbortController();
  const { signal } = listeners;
  let data = first;
  let tap = MIDDLE(first.filter.shape[0]);
  const body = (id: string): HTMLElement => panels[id] as HTMLElement;
  const context = () => ({ tr: host.tr, num: host.num, uid: host.uid, state: host.state() });
  const field = (): HTMLInputElement | null => body("edit").querySelector("input");

  const pick = ({ c, y, x }: PickedCell): void => {
    const [out, , outC] = data.output.shape;
    host.set({ o: inside(c, outC), y: inside(y, out), x: inside(x, out) });
  };
  const cell = (): PickedCell => {
    const { o, y, x } = host.state();
    return { c: o, y, x };
  };
  const pickTap = ({ c, y, x }: PickedCell): void => {
    const [kernel, , inC] = data.filter.shape;
    tap = { c: inside(c, inC), y: inside(y, kernel), x: inside(x, kernel) };
    render();
    const weight = field();
    if (weight) weight.value = weight.getAttribute("value") ?? "";
    host.say(host.tr("edit.at", { y: tap.y, x: tap.x, weight: shortest(weightAt()) }));
  };
  const weightIndex = (): number => {
    const [kernel, , inC, outC] = data.filter.shape;
    return ((tap.y * kernel + tap.x) * inC + tap.c) * outC + data.cell.o;
  };
  const weightAt = (): number => data.filter.data[weightIndex()] as number;
  const move = (by: Partial<PickedCell>): void => {
    pick(moved(cell(), by));
  };

  bindCells(
    body("output"),
    {
      help: `${host.uid}-keys`,
      under: (x, y) => cellUnder(data.output.shape[0], data.output.shape[2], x, y),
      pick,
      move,
    },
    signal,
  );
  bindCells(
    body("filter"),
    {
      help: `${host.uid}-keys`,
      under: (x, y) => tapUnder(data.filter.shape[0], data.filter.shape[2], x, y),
      pick: pickTap,
      move: (by) => {
        pickTap(moved(tap, by));
      },
    },
    signal,
  );
  bindNudge(host.root, move, signal);
  body("edit").addEventListener(
    "input",
    ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return;
      const value = target.value === "" ? NaN : Number(target.value);
      const isValid = Math.abs(value) <= MOST_WEIGHT;
      target.setAttribute("aria-invalid", String(!isValid));
      if (!isValid) return;
      const weights = Array.from(data.filter.data, weightText);
      weights[weightIndex()] = weightText(value);
      host.set({ filter: "own", weights: weights.join(" ") });
    },
    { signal },
  );
  body("edit").addEventListener(
    "change",
    () => {
      const weight = field();
      if (!weight) return;
      weight.value = String(weightAt());
      weight.removeAttribute("aria-invalid");
    },
    { signal },
  );

  function render(): void {
    const shown = panelsOf(data, context(), tap, true);
    for (const panel of shown) {
      const at = body(panel.id);
      if (panel.svg !== undefined) at.style.aspectRatio = `${String(panel.width)}/${String(panel.height)}`;
      const typing = panel.id === "edit" && document.activeElement === field();
      if (!typing) morph(at, panelBody(panel));
    }
    host.titles(shown);
    const weight = field();
    if (weight && document.activeElement !== weight) weight.value = String(weightAt());
    nameCells(body("output"), host.tr("alt.pickOutput"));
    nameCells(body("filter"), host.tr("alt.pickFilter"));
  }

  return {
    update(next) {
      data = next;
      const [kernel, , inC] = next.filter.shape;
      tap = { c: inside(tap.c, inC), y: inside(tap.y, kernel), x: inside(tap.x, kernel) };
      render();
    },
    dispose() {
      listeners.abort();
    },
  };
}

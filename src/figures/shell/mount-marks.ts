/** The live side of a figure that is made of marks: one canvas a panel, painted again when its marks change. */
import type { DrawContext, MountHost, Mounted } from "./contract.ts";
import { drawPanels, type Mark, type MarkPanel } from "./marks.ts";
import { makePalette, paintPanel } from "./paint.ts";
import { LIT_EVENT } from "./parts.ts";
import { sameMarks } from "./same-marks.ts";

/** What the panels show in a state; `fine` asks for all marks, as on a canvas, not for a small picture. */
export type Scene<S, D> = (data: D, context: DrawContext<S>, fine: boolean) => readonly MarkPanel[];

export const pictureOf =
  <S, D>(scene: Scene<S, D>) =>
  (data: D, context: DrawContext<S>) =>
    drawPanels(scene(data, context, false));

interface Slot {
  readonly body: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** CSS pixels, told by the observer, so that painting never forces a layout. */
  width: number;
  /** What the canvas shows; none if it must be painted whatever the marks are. */
  painted?: readonly Mark[] | undefined;
}

export const mountOf =
  <S, D>(scene: Scene<S, D>) =>
  (host: Omit<MountHost<S>, "set">): Mounted<S, D> => {
    let shown: readonly MarkPanel[] = [];
    let slots = new Map<string, Slot>();
    let palette = makePalette(host.root);
    const fontOf = (): string => getComputedStyle(host.root).getPropertyValue("--sans") || "sans-serif";
    let font = fontOf();
    let layout = "";

    const observer = new ResizeObserver((entries) => {
      for (const { target, contentRect } of entries) {
        const slot = [...slots.values()].find(({ body }) => body === target);
        if (!slot || slot.width === contentRect.width) continue;
        slot.width = contentRect.width;
        slot.painted = undefined;
      }
      paint();
    });

    const lay = (panels: readonly MarkPanel[]): void => {
      const wanted = panels
        .map(({ id, span, width, height }) => `${id}/${String(span)}/${String(width)}/${String(height)}`)
        .join();
      if (wanted === layout) return;
      layout = wanted;
      observer.disconnect();
      const bodies = host.layout(drawPanels(panels.map((panel) => ({ ...panel, marks: [] }))));
      for (const panel of panels) {
        const canvas = document.createElement("canvas");
        canvas.setAttribute("role", "img");
        bodies[panel.id]?.replaceChildren(canvas);
      }
      // Read once here, all together; afterwards the observer tells.
      slots = new Map(
        panels.map(({ id }) => {
          const body = bodies[id] as HTMLElement;
          return [id, { body, canvas: body.firstElementChild as HTMLCanvasElement, width: body.clientWidth }];
        }),
      );
      for (const { body } of slots.values()) observer.observe(body);
    };

    const paint = (): void => {
      for (const panel of shown) {
        const slot = slots.get(panel.id);
        if (!slot || slot.width === 0 || (slot.painted && sameMarks(slot.painted, panel.marks))) continue;
        paintPanel(slot.canvas, panel, palette, font, slot.width, host.root.dataset["lit"]);
        slot.painted = panel.marks;
      }
    };

    const repaint = (): void => {
      for (const slot of slots.values()) slot.painted = undefined;
      paint();
    };
    host.onTheme(() => {
      palette = makePalette(host.root);
      font = fontOf();
      repaint();
    });
    host.root.addEventListener(LIT_EVENT, repaint);

    return {
      update(data, state) {
        shown = scene(data, { state, tr: host.tr, num: host.num, uid: host.uid }, true);
        lay(shown);
        // Pictures first: words may follow, within the same frame.
        paint();
        for (const { id, alt, title } of shown) {
          const canvas = slots.get(id)?.canvas;
          const label = alt ?? title;
          if (canvas?.getAttribute("aria-label") !== label) canvas?.setAttribute("aria-label", label);
        }
        host.titles(shown);
      },
      dispose() {
        observer.disconnect();
        host.root.removeEventListener(LIT_EVENT, repaint);
      },
    };
  };

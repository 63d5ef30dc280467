/** The buttons below a stage, and the line that says why it shows a drawing instead. */
import type { Translate } from "@/i18n/translator.ts";

interface BarActions {
  readonly enter: (on: boolean) => void;
  readonly zoom: (factor: number) => void;
  readonly home: () => void;
}

const ZOOM_STEP = 1.25;

export function stageBar(bar: HTMLElement, shell: Translate, actions: BarActions) {
  const button = (text: string, label: string, run: () => void): HTMLButtonElement => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button stage-button";
    made.textContent = text;
    if (label !== text) {
      made.setAttribute("aria-label", label);
      made.title = label;
    }
    made.addEventListener("click", run);
    return made;
  };
  let isIn = false;
  const enter = button(shell("stage.enter"), shell("stage.enter"), () => {
    actions.enter(!isIn);
  });
  const note = document.createElement("span");
  note.className = "stage-note";
  note.setAttribute("role", "status");
  bar.replaceChildren(
    enter,
    button("+", shell("stage.zoomIn"), () => {
      actions.zoom(ZOOM_STEP);
    }),
    button("−", shell("stage.zoomOut"), () => {
      actions.zoom(1 / ZOOM_STEP);
    }),
    button(shell("stage.home"), shell("stage.home"), actions.home),
    note,
  );
  return {
    entered(on: boolean): void {
      isIn = on;
      enter.textContent = shell(on ? "stage.leave" : "stage.enter");
      enter.setAttribute("aria-pressed", String(on));
    },
    note(text: string): void {
      note.textContent = text;
    },
    focus(): void {
      enter.focus();
    },
  };
}

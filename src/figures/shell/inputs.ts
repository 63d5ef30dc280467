/** Binds a figure's native inputs to its state, both ways. */
import type { AnyState, Control } from "./contract.ts";
import { bindFile } from "./file-input.ts";
import { bindImage } from "./image-input.ts";
import type { LiveFigure } from "./live.ts";
import { bindPad, type Underlay } from "./pad.ts";
import { boundAt, fromText, readState } from "./state.ts";

export interface Inputs {
  /** The values that the inputs hold now. */
  read(): AnyState;
  /** Puts a state into the inputs. */
  show(state: AnyState): void;
  /** Lays a picture under the strokes of the drawing pads. */
  underlay(picture: Underlay | null): void;
}

interface Binding {
  read(): unknown;
  show(value: unknown, state: AnyState): void;
  underlay?(picture: Underlay | null): void;
}

export function bindInputs(live: LiveFigure): Inputs {
  const bindings = new Map<string, Binding>();
  for (const [id, control] of Object.entries(live.figure.controls)) {
    const box = live.root.querySelector<HTMLElement>(`[data-control="${id}"]`);
    if (box) bindings.set(id, bind(live, id, control, box));
  }
  // Buttons that a figure's own HTML holds: values as a link would write them, checked as a link's are.
  live.root.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-set]") : null;
    if (!button) return;
    const texts = Object.entries(JSON.parse(button.dataset["set"] ?? "{}") as Record<string, string>);
    live.set(readState(live.figure.controls, live.state, new Map(texts)).change);
  });
  return {
    underlay: (picture) => {
      for (const binding of bindings.values()) binding.underlay?.(picture);
    },
    read: () => {
      const state: Record<string, unknown> = {};
      for (const [id, binding] of bindings) {
        const value = binding.read();
        if (value !== undefined) state[id] = value;
      }
      return state;
    },
    show: (state) => {
      for (const [id, binding] of bindings) binding.show(state[id], state);
    },
  };
}

/** Presses so far, in all figures of the page. */
let presses = 0;

function bind(live: LiveFigure, id: string, control: Control, box: HTMLElement): Binding {
  const set = (value: unknown): void => {
    live.set({ [id]: value });
  };
  switch (control.kind) {
    case "slider":
    case "seed":
      return bindNumber(live, control, box, set);
    case "choice": {
      const select = box.querySelector("select");
      const radios = [...box.querySelectorAll<HTMLInputElement>("input[type=radio]")];
      box.addEventListener("change", () => {
        set(select ? select.value : radios.find(({ checked }) => checked)?.value);
      });
      return {
        read: () => (select ? select.value : radios.find(({ checked }) => checked)?.value),
        show: (value) => {
          if (select) select.value = String(value);
          for (const radio of radios) radio.checked = radio.value === value;
        },
      };
    }
    case "switch": {
      const input = box.querySelector("input") as HTMLInputElement;
      input.addEventListener("change", () => {
        set(input.checked);
      });
      return {
        read: () => input.checked,
        show: (value) => {
          input.checked = value === true;
        },
      };
    }
    case "drawing": {
      const pad = bindPad(box, control.mode, set);
      return {
        read: () => undefined,
        show: (value) => {
          pad.show(String(value));
        },
        underlay: pad.underlay,
      };
    }
    case "image": {
      const show = bindImage(live, box, set);
      return { read: () => undefined, show };
    }
    case "file":
      return { read: () => undefined, show: bindFile(live, id, control, box) };
    case "press":
      box.addEventListener("click", (event) => {
        if (event.target instanceof Element && event.target.closest("[data-press]")) set(++presses);
      });
      return { read: () => undefined, show: () => undefined };
    case "pick":
    case "made":
    case "camera":
      return { read: () => undefined, show: () => undefined };
  }
}

/** Writes what is new: every write makes the browser look at the element again, and a state has many inputs. */
function put(element: HTMLInputElement, key: "min" | "max" | "value", value: string): void {
  if (element[key] !== value) element[key] = value;
}

type NumberControl = Extract<Control, { kind: "slider" | "seed" }>;

/** Slider, number field, marks and dice move one value. A field that holds no valid number waits until it does. */
function bindNumber(live: LiveFigure, control: NumberControl, box: HTMLElement, set: (value: number) => void): Binding {
  const range = box.querySelector<HTMLInputElement>("input[type=range]");
  const field = box.querySelector<HTMLInputElement>("input[type=number]") as HTMLInputElement;
  const chips = [...box.querySelectorAll<HTMLButtonElement>(".chip")];
  range?.addEventListener("input", () => {
    set(Number(range.value));
  });
  field.addEventListener("input", () => {
    const value = fromText(control, field.value, live.state);
    field.setAttribute("aria-invalid", String(value === undefined));
    if (typeof value === "number") set(value);
  });
  // Leaving the field brings back the value that counts.
  field.addEventListener("change", () => {
    field.value = String(current());
    field.removeAttribute("aria-invalid");
  });
  const id = box.dataset["control"] ?? "";
  const current = (): number => live.state[id] as number;
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      set(Number(chip.dataset["value"]));
    });
  }
  box.querySelector("[data-dice]")?.addEventListener("click", () => {
    // The one place where chance enters: which seed comes next. The seed itself is then on screen and in the link.
    set(crypto.getRandomValues(new Uint32Array(1))[0]! % 100_000);
  });
  return {
    // Before this script, slider and field did not move together: the field counts if it was typed into.
    read: () => {
      const typed = field.value === field.defaultValue ? undefined : fromText(control, field.value, live.state);
      return typed ?? fromText(control, range ? range.value : field.value, live.state);
    },
    show: (value, state) => {
      if (control.kind === "slider") {
        for (const input of [range, field]) {
          if (!input) continue;
          put(input, "min", String(boundAt(control.min, state, 0)));
          put(input, "max", String(boundAt(control.max, state, 0)));
        }
      }
      if (range) put(range, "value", String(value));
      if (document.activeElement !== field || fromText(control, field.value, state) !== value)
        put(field, "value", String(value));
      for (const chip of chips) {
        const pressed = String(Number(chip.dataset["value"]) === value);
        if (chip.getAttribute("aria-pressed") !== pressed) chip.setAttribute("aria-pressed", pressed);
      }
    },
  };
}

/** The stage of the microscope: the same cursor as in the grids, moved by taps on planes and by keys. */
import { LIMITS, type ViewLimits } from "@/figures/shell/camera.ts";
import { panelBody } from "@/figures/shell/panels.ts";
import { stagePanel } from "@/figures/shell/stage.ts";
import { pickCell } from "@/figures/shell/tensor-pick.ts";
import type { Origin } from "./arithmetic.ts";
import { keyMove } from "@/figures/shell/cell-moves.ts";
import type { MicroscopeData } from "./compute.ts";
import type { Host } from "./host.ts";
import { HOME, spaceOf, upOf } from "./space.ts";
import { spacePanel } from "./space-twin.ts";
import type { PickedCell } from "./steps.ts";
import type { ShownState } from "./words.ts";

/** Large tensors are looked into: sixteenfold shows single cells of 112 × 112. */
export const CAMERA: { readonly initial: string; readonly limits: ViewLimits } = {
  initial: HOME,
  limits: { ...LIMITS, zooms: [50, 1600], pan: 500 },
};

interface Cursor {
  readonly data: () => MicroscopeData;
  readonly pick: (cell: PickedCell) => void;
  readonly move: (by: Partial<PickedCell>) => void;
  /** Goes to a value that was read. */
  readonly follow: (origin: Origin) => void;
}

/** Arrows alone turn the view; with Shift they move the cursor, as Page Up and Page Down do through the channels. */
const cursorKey = ({ key, shiftKey }: KeyboardEvent): Partial<PickedCell> | null =>
  key.startsWith("Arrow") && !shiftKey ? null : keyMove(key);

export function spaceStage(host: Host, cursor: Cursor) {
  const context = () => ({ tr: host.tr, num: host.num, uid: host.uid, state: host.state() });
  const stage = stagePanel<ShownState, MicroscopeData>(host, {
    panel: "space",
    camera: "camera",
    limits: CAMERA.limits,
    label: ({ tr }) => tr("space.label"),
    help: ({ tr }) => tr("space.help"),
    scene: async () => (await import("./space-scene.ts")).makeSpace(host),
    twin: () => panelBody(spacePanel(cursor.data(), context())),
    whenSeen: true,
    onKey(event) {
      const by = cursorKey(event);
      if (by) cursor.move(by);
      return by !== null;
    },
    onTap(ray) {
      const space = spaceOf(cursor.data(), host.state().scaleMode);
      const found = pickCell(ray, space.street, upOf(space));
      if (!found) return;
      const { tensor, c, y, x } = found;
      const source = cursor.data().sources[tensor];
      if (source) cursor.follow({ block: source.block, step: source.step, c, y, x });
      else cursor.pick({ c, y, x });
    },
  });
  // The bar below the stage has said what is missing; everything else works on.
  stage.ready.catch(() => undefined);
  return stage;
}

/** What the live microscope may change of its state, and what of it its tensors depend on. */
import type { MountHost } from "@/figures/shell/contract.ts";
import type { PickedCell } from "./steps.ts";
import type { ShownState } from "./words.ts";

/** What the microscope itself changes: where it stands. */
type Move = Partial<Pick<ShownState, "block" | "step" | "camera" | keyof PickedCell>>;
export type Host = Omit<MountHost<ShownState>, "set"> & {
  readonly set: (move: Move, options?: { push?: boolean }) => void;
};

/** What the tensors depend on: all of the state but the cell. An opened picture has no text that tells it apart. */
export const tensorKey = ({ c: _c, y: _y, x: _x, camera: _camera, picture, weights, ...rest }: ShownState): string =>
  picture ? "" : JSON.stringify({ ...rest, opened: weights?.at?.turn });

import type { Mounted, MountHost } from "@/figures/shell/contract.ts";
import { redraw } from "@/figures/shell/redraw.ts";
import type { WidthResolutionData } from "./compute.ts";
import { picture, type ViewState } from "./picture.ts";

/** Redraws in place and keeps the focus on the cell that was pressed. */
export const mount = (host: MountHost<ViewState>): Mounted<ViewState, WidthResolutionData> => ({
  update(data, state) {
    redraw(host, picture(data, { tr: host.tr, num: host.num, state, uid: host.uid }));
  },
  dispose() {
    // It holds nothing.
  },
});

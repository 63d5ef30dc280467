/** Redraws the table, keeps the focus on the heading or row that was pressed, and hands out the torchsummary text. */
import type { Mounted, MountHost } from "@/figures/shell/contract.ts";
import { redraw } from "@/figures/shell/redraw.ts";
import { saveText } from "@/figures/shell/save-text.ts";
import type { ArchitectureData } from "./compute.ts";
import { picture } from "./picture.ts";
import type { ViewState } from "./table.ts";

export function mount(host: MountHost<ViewState>, first: ArchitectureData): Mounted<ViewState, ArchitectureData> {
  let data = first;
  const press = (event: Event): void => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-summary]") : null;
    if (!button) return;
    if (button.dataset["summary"] === "save") {
      saveText(data.summary, "text/plain", `${data.network}-torchsummary.txt`);
      return;
    }
    navigator.clipboard.writeText(data.summary).then(
      () => {
        host.say(host.tr("summary.copied"));
      },
      () => {
        host.fail(host.tr("summary.failed"));
      },
    );
  };
  host.root.addEventListener("click", press);
  return {
    update(next, state) {
      data = next;
      const panels = picture(next, { tr: host.tr, num: host.num, state, uid: host.uid });
      redraw(host, panels);
    },
    dispose() {
      host.root.removeEventListener("click", press);
    },
  };
}

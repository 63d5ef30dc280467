/** All panels of the microscope in one state, as markup: the build writes them, the page brings them up to date. */
import type { Panel } from "@/figures/shell/contract.ts";
import type { MicroscopeData } from "./compute.ts";
import { answerHtml, factsHtml, fieldPanel, histogramPanel, legendHtml, rivalsHtml } from "./facts.ts";
import { type Interface, navHtml, STILL } from "./nav.ts";
import { planePanels } from "./planes.ts";
import { shortcutHtml, votesHtml } from "./provenance-html.ts";
import { spacePanel } from "./space-twin.ts";
import { thumbsHtml } from "./thumbs.ts";
import { valueHtml } from "./value.ts";
import type { Context } from "./words.ts";

/** `live` panels have no planes, which the page paints on canvases, and more numbers than a small picture may have. */
export function panelsOf(data: MicroscopeData, context: Context, ui: Interface = STILL, live = false): Panel[] {
  const { tr } = context;
  const shortcut = data.provenance?.kind === "shortcut" ? shortcutHtml(data.provenance, context) : "";
  return [
    { id: "samples", title: "", span: 12, html: thumbsHtml(context) },
    { id: "nav", title: "", span: 12, html: navHtml(data, context, ui) },
    spacePanel(data, context, !live),
    ...planePanels(data, context, !live),
    { id: "legend", title: "", span: 6, html: legendHtml(data, context) },
    { id: "value", title: tr("panels.value"), span: 6, html: valueHtml(data, context, ui, live) + shortcut },
    { id: "facts", title: tr("panels.facts"), span: 4, html: factsHtml(data, context) },
    histogramPanel(data, context),
    fieldPanel(data, context),
    { id: "answer", title: tr("panels.answer"), span: 4, html: answerHtml(data, context) },
    lastPanel(data, context),
  ];
}

/** Other blocks with the same input; behind the last block there are none, but there are the votes for the answer. */
function lastPanel(data: MicroscopeData, context: Context): Panel {
  const { tr } = context;
  const { provenance } = data;
  const votes = provenance?.kind === "votes" ? provenance : null;
  const title = tr(votes ? "panels.votes" : "panels.rivals");
  return { id: "rivals", title, span: 8, html: votes ? votesHtml(data, votes, context) : rivalsHtml(data, context) };
}

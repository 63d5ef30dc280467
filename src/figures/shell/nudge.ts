/** The pad of 44 px that moves a picked cell; a press carries its way in `data-move` ("channel,row,column"). */
import type { Words } from "./contract.ts";
import { escapeHtml } from "./markup.ts";

const MOVES = {
  up: "0,-1,0",
  left: "0,0,-1",
  right: "0,0,1",
  down: "0,1,0",
  channelDown: "-1,0,0",
  channelUp: "1,0,0",
} as const;

/**
 * `channels` adds the two buttons that change the channel; `empty` keeps the pad's place without its buttons, for
 * pictures that are short of nodes. The words are the figure's, under "nudge".
 */
export function nudgeHtml(
  tr: Words["tr"],
  { channels, empty = false }: { readonly channels: boolean; readonly empty?: boolean },
): string {
  const buttons = Object.entries(empty ? {} : MOVES)
    .filter(([key]) => channels || !key.startsWith("channel"))
    .map(([key, move]) => {
      const name = escapeHtml(tr(`nudge.${key}`));
      const text = key.startsWith("channel") ? escapeHtml(tr(`nudge.${key}Text`)) : "";
      return `<button type="button" class="${text === "" ? "icon " : ""}${key}" data-move="${move}" aria-label="${name}" title="${name}">${text}</button>`;
    });
  return `<div class="nudge" role="group" aria-label="${escapeHtml(tr("nudge.legend"))}">${buttons.join("")}</div>`;
}

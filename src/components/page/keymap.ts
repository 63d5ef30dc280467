/** The site's one-letter keys. The help lists them, the page's script obeys them. */
export const KEYS = [
  { key: "?", action: "help" },
  { key: "/", action: "search" },
  { key: "n", action: "next" },
  { key: "p", action: "previous" },
  { key: "c", action: "contents" },
  { key: "t", action: "theme" },
  { key: "s", action: "settings" },
] as const;
export type KeyAction = (typeof KEYS)[number]["action"];

// Runs before the first paint, so that no page flashes in the other theme. A file of its own: the policy forbids
// inline scripts. The stored form belongs to src/settings/settings.ts; tests/content/settings.test.ts holds the two together.
(() => {
  const root = document.documentElement;
  root.setAttribute("data-js", "");
  try {
    const stored = JSON.parse(localStorage.getItem("inverted.settings") || "{}");
    if (stored.theme === "light" || stored.theme === "dark") root.setAttribute("data-theme", stored.theme);
    if (stored.motion === "reduced") root.setAttribute("data-motion", "reduced");
    if (stored.scale === "grey") root.setAttribute("data-scale", "grey");
    if (stored.decimals === "1" || stored.decimals === "6") root.setAttribute("data-decimals", stored.decimals);
  } catch {
    // Storage is forbidden or damaged: the system's theme is right, and settings.ts says so.
  }

  // A script that cannot be had. Figures that it should have woken say so, in the sentence that stands in them, and
  // their button fetches it again; if none is dead it was the frame's, whose buttons go, as where scripts are off.
  const missing = new Set();
  addEventListener("error", ({ target }) => target instanceof HTMLScriptElement && missing.add(target.src), true);
  addEventListener("load", () => {
    if (missing.size === 0) return;
    const dead = document.querySelectorAll("inverted-figure:not(:defined)");
    if (dead.length === 0) root.removeAttribute("data-js");
    for (const figure of dead) {
      figure.dataset.status = "failed";
      for (const part of figure.querySelectorAll(".figure-message, [data-tool=retry]")) part.hidden = false;
      figure.querySelector("[data-tool=retry]").addEventListener("click", () => {
        for (const src of missing) {
          const script = document.createElement("script");
          script.type = "module";
          script.src = src;
          // Firefox remembers that it failed; see src/figures/shell/reload.ts.
          script.onerror = () =>
            fetch(location.href, { method: "HEAD", cache: "no-store" }).then(
              (answer) => answer.ok && location.reload(),
              () => undefined,
            );
          document.head.append(script);
        }
      });
    }
  });
})();

/** Asks the browser what it can do, fills the table and writes a report that the reader may copy. */
import { isPersistent, write } from "@/settings/store.ts";
import { backends, chooseEngine, mayShare, wishOf } from "@/workers/engine-choice.ts";
import { PROBES, type Probe } from "./probes.ts";

function webgl(): string | false {
  const context = document.createElement("canvas").getContext("webgl2");
  if (!context) return false;
  const name = context.getExtension("WEBGL_debug_renderer_info");
  const renderer: unknown = name && context.getParameter(name.UNMASKED_RENDERER_WEBGL);
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return typeof renderer === "string" ? renderer : "WebGL 2";
}

const can = backends();

/** What a large network would run on here, and what the address asks for in vain (`backend=…`, `threads=…`). */
function engine(): string {
  const { backend, threads, refused } = chooseEngine(wishOf(location.search), Infinity);
  const chosen = (table?.dataset["engine"] ?? "").replace("{backend}", backend).replace("{threads}", String(threads));
  const vain = refused.map(({ what, found }) =>
    (table?.dataset["refused"] ?? "").replace("{what}", what).replace("{found}", () => found),
  );
  return [chosen, ...vain].join(" ");
}

const ASK: Readonly<Record<Probe, () => string | boolean>> = {
  wasm: () => "WebAssembly" in globalThis,
  simd: () => can.includes("simd"),
  relaxed: () => can.includes("relaxed"),
  threads: mayShare,
  engine,
  cores: () => String(navigator.hardwareConcurrency),
  webgl,
  storage: () => {
    write("probe", 1);
    return isPersistent();
  },
  offline: () => "serviceWorker" in navigator && navigator.serviceWorker.controller !== null,
  motion: () => matchMedia("(prefers-reduced-motion: reduce)").matches,
  scheme: () => matchMedia("(prefers-color-scheme: dark)").matches,
  pixels: () => String(devicePixelRatio),
  window: () => `${innerWidth} × ${innerHeight}`,
  browser: () => navigator.userAgent,
};

const table = document.getElementById("diagnostics");
const report = document.querySelector<HTMLTextAreaElement>("#report-text");
if (table && report) {
  const lines = PROBES.map((probe) => {
    const answer = ASK[probe]();
    const words = typeof answer === "string" ? answer : (table.dataset[answer ? "yes" : "no"] ?? "");
    const cell = table.querySelector<HTMLElement>(`[data-probe="${probe}"]`);
    if (cell) cell.textContent = words;
    return `${probe}: ${words}`;
  });
  const page = new URLSearchParams(location.search).get("page")?.slice(0, 2000) ?? "";
  const about = table.dataset["about"] ?? "";
  report.value = [`${report.dataset["page"]} ${page}`, `${report.dataset["what"]} `, "", about, ...lines].join("\n");
}

document.querySelector<HTMLElement>("[data-copy]")?.addEventListener("click", ({ currentTarget }) => {
  const button = currentTarget as HTMLElement;
  const text = document.querySelector<HTMLTextAreaElement>(button.dataset["copy"] ?? "");
  if (!text) return;
  const selectInstead = () => text.select(); // no permission for the clipboard: the reader's own Ctrl+C still works
  navigator.clipboard.writeText(text.value).then(() => {
    button.textContent = button.dataset["copied"] ?? "";
  }, selectInstead);
});

/** When the offline copy may be asked for: never while a page loads, and never for a visitor who only looks. */

const TOUCHES = ["pointerdown", "keydown", "wheel", "touchmove"] as const;

export function whenTouched(run: () => void): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  // Readers who ask their browser to save data get no copy, unless they have one.
  const saves = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
  const isCopied = navigator.serviceWorker.controller !== null;
  if (saves && !isCopied) return;
  const idle = (): void => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(run, { timeout: 5000 });
    else setTimeout(run, 1000);
  };
  const loaded = (): void => {
    if (document.readyState === "complete") idle();
    else addEventListener("load", idle, { once: true });
  };
  if (isCopied) {
    loaded();
    return;
  }
  const control = new AbortController();
  for (const type of TOUCHES) {
    addEventListener(
      type,
      () => {
        control.abort();
        loaded();
      },
      { signal: control.signal, passive: true },
    );
  }
}

/** The JavaScript heaps of a page and of its workers, after a forced collection of garbage (Chromium's protocol). */
import type { Page } from "@playwright/test";

interface Attached {
  readonly sessionId: string;
  readonly targetInfo: { readonly type: string; readonly title: string; readonly url: string };
}

/** Opened before the page loads, so that no worker is missed; `measure` gives bytes by "page" and "worker". */
export async function openHeaps(page: Page): Promise<{ measure: () => Promise<Record<string, number>> }> {
  const session = await page.context().newCDPSession(page);
  const workers: string[] = [];
  const waiting = new Map<number, (result: { usedSize: number }) => void>();
  let counter = 0;
  session.on("Target.attachedToTarget", ({ sessionId, targetInfo }: Attached) => {
    if (targetInfo.type === "worker") workers.push(sessionId);
  });
  session.on("Target.detachedFromTarget", ({ sessionId }) => {
    const at = workers.indexOf(sessionId);
    if (at >= 0) workers.splice(at, 1);
  });
  session.on("Target.receivedMessageFromTarget", ({ message }) => {
    const { id, result } = JSON.parse(message) as { id?: number; result: { usedSize: number } };
    if (id !== undefined) waiting.get(id)?.(result);
  });
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const ask = (sessionId: string, method: string): Promise<{ usedSize: number }> =>
    new Promise((resolve, reject) => {
      const id = ++counter;
      waiting.set(id, resolve);
      session
        .send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method, params: {} }) })
        .catch(reject);
    });
  return {
    async measure() {
      const found: Record<string, number> = {};
      // Twice: what a finalizer lets go is collected by the second.
      for (let pass = 0; pass < 2; pass++) await session.send("HeapProfiler.collectGarbage");
      found["page"] = (await session.send("Runtime.getHeapUsage")).usedSize;
      for (const [index, worker] of workers.entries()) {
        for (let pass = 0; pass < 2; pass++) await ask(worker, "HeapProfiler.collectGarbage");
        found[index === 0 ? "worker" : `worker ${String(index + 1)}`] = (
          await ask(worker, "Runtime.getHeapUsage")
        ).usedSize;
      }
      return found;
    },
  };
}

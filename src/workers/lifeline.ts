/**
 * Tells whoever started a worker that it is gone, however it went. A worker that the browser ends (out of memory, or its
 * own `close()`) sends no event; but a lock that it holds falls free. Without the Web Locks API only errors tell.
 */

/** In the worker: holds a lock of the worker's own name as long as it lives. Resolves when it is held. */
export const holdLife = (name: string): Promise<void> =>
  new Promise((held) => {
    if (!("locks" in navigator) || name === "") {
      held();
      return;
    }
    navigator.locks
      .request(name, () => {
        held();
        return new Promise<never>(() => undefined);
      })
      .catch(() => {
        held();
      });
  });

/** Where the worker was started, after it has said that it holds its lock: calls `gone` once the lock is free. */
export function watchLife(name: string, gone: () => void, signal: AbortSignal): void {
  if (!("locks" in navigator)) return;
  navigator.locks.request(name, { signal }, gone).catch(() => undefined);
}

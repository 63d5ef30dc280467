/**
 * The script of the sandboxed frame: a page without our origin, without network and without storage. It takes one port
 * from the page that made it, and makes, feeds and ends workers. No cell's code ever runs here.
 */
type Order = { readonly type: "run"; readonly id: number; readonly code: string; readonly input: unknown } | { readonly type: "stop"; readonly id: number }; // prettier-ignore

function serve(page: MessagePort): void {
  const workers = new Map<number, Worker>();
  const stop = (id: number): void => {
    workers.get(id)?.terminate();
    workers.delete(id);
  };
  page.onmessage = ({ data, ports }: MessageEvent<Order>) => {
    if (data.type === "stop") {
      stop(data.id);
      return;
    }
    const url = URL.createObjectURL(new Blob([data.code], { type: "text/javascript" }));
    const worker = new Worker(url);
    workers.set(data.id, worker);
    worker.onerror = (event) => {
      event.preventDefault();
      page.postMessage({ type: "broke", id: data.id, text: event.message, line: event.lineno });
    };
    worker.postMessage(data.input, [...ports]);
  };
  page.postMessage({ type: "ready" });
}

addEventListener("message", function first({ source, ports: [port] }: MessageEvent) {
  if (source !== parent || !port) return;
  removeEventListener("message", first);
  serve(port);
});

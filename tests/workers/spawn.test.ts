import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { hosted } from "@/workers/spawn-host.ts";

/** A worker of which only what the page does to it is kept. */
class FakeWorker extends EventTarget {
  static readonly all: FakeWorker[] = [];
  readonly url: string;
  readonly name: string;
  readonly told: { readonly message: unknown; readonly ports: readonly unknown[] }[] = [];
  ended = false;

  constructor(url: URL, { name }: WorkerOptions) {
    super();
    this.url = url.pathname;
    this.name = name ?? "";
    FakeWorker.all.push(this);
  }

  postMessage(message: unknown, ports: readonly unknown[] = []): void {
    this.told.push({ message, ports });
  }

  terminate(): void {
    this.ended = true;
  }

  says(data: unknown, ports: MessagePort[] = []): void {
    this.dispatchEvent(new MessageEvent("message", { data, ports }));
  }
}

describe("workers that a worker has the page start", () => {
  const asker = (): FakeWorker => new FakeWorker(new URL("file:///figures.worker.ts"), { name: "figures" });
  const host = (worker: FakeWorker) => hosted(worker as unknown as Worker);

  beforeEach(() => {
    FakeWorker.all.length = 0;
    vi.stubGlobal("Worker", FakeWorker);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test("start under the name and get the port that came along", () => {
    const worker = asker();
    host(worker);
    const { port1, port2 } = new MessageChannel();
    worker.says({ kind: "start", what: "engine", name: "engine 1" }, [port2]);
    const [, engine] = FakeWorker.all;
    expect(engine).toMatchObject({ name: "engine 1", ended: false });
    expect(engine?.url).toContain("engine.worker.ts");
    expect(engine?.told).toEqual([{ message: null, ports: [port2] }]);
    port1.close();
  });

  test("end when they are no longer wanted, and no other does", () => {
    const worker = asker();
    host(worker);
    for (const name of ["one", "two"]) worker.says({ kind: "start", what: "engine", name });
    worker.says({ kind: "end", name: "one" });
    expect(FakeWorker.all.map(({ name, ended }) => [name, ended])).toEqual([
      ["figures", false],
      ["one", true],
      ["two", false],
    ]);
  });

  test("are told of as lost to whoever asked, when they throw", () => {
    const worker = asker();
    host(worker);
    worker.says({ kind: "start", what: "engine", name: "one" });
    const error = new Event("error", { cancelable: true });
    FakeWorker.all[1]?.dispatchEvent(error);
    expect(error.defaultPrevented).toBe(true);
    expect(worker.told.map(({ message }) => message)).toEqual([{ kind: "lost", name: "one" }]);
  });

  test("end with whoever asked, and so do theirs", () => {
    const worker = asker();
    const far = host(worker);
    worker.says({ kind: "start", what: "engine", name: "engine" });
    FakeWorker.all[1]?.says({ kind: "start", what: "engine-helper", name: "helper" });
    far.terminate();
    expect(FakeWorker.all.map(({ name, ended }) => [name, ended])).toEqual([
      ["figures", true],
      ["engine", true],
      ["helper", true],
    ]);
  });
});

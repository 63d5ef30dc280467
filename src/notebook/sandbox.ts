/**
 * The page's side of the sandbox: one hidden frame without our origin, in it one worker a run. All that comes back are
 * messages by a port, and none is believed before it has been read.
 */
import type { Fault } from "./worker/execute.ts";
import { readView, type View } from "./views.ts";

export type End =
  | { readonly how: "done" }
  | { readonly how: "fault"; readonly fault: Fault }
  | { readonly how: "stopped" }
  /** Ended by the time limit; the browser may also have ended the sandbox by itself, for its memory. */
  | { readonly how: "late" }
  | { readonly how: "flood" }
  /** The script could not even be read. */
  | { readonly how: "broke"; readonly text: string; readonly line: number }
  | { readonly how: "absent" };
export interface Run {
  readonly end: Promise<End>;
  stop(): void;
}

const CODES: readonly Fault["code"][] = ["import", "refused", "recursion", "memory", "threw", "spoilt", "absent"];
/** Messages of one run; a cell that sends more is stopped. */
const MOST = 2000;
/** How long the frame may take to load. */
const READY_MS = 15_000;

type Bag = Readonly<Record<string, unknown>>;
const isBag = (value: unknown): value is Bag => typeof value === "object" && value !== null;
const text = (value: unknown, most: number): string => (typeof value === "string" ? value.slice(0, most) : "");

function readFault(value: unknown): Fault | undefined {
  if (!isBag(value)) return undefined;
  const code = CODES.find((one) => one === value["code"]) ?? "threw";
  return { cell: text(value["cell"], 100), code, text: text(value["text"], 2000), stack: text(value["stack"], 8000) };
}

export interface Heard {
  readonly view?: (view: View) => void;
  readonly cut?: () => void;
  /** Any other message, not yet read. */
  readonly other?: (message: Bag) => void;
}

export class Sandbox {
  readonly #address: string;
  #frame: HTMLIFrameElement | undefined;
  #port: Promise<MessagePort> | undefined;
  #next = 0;
  readonly #broken = new Map<number, (end: End) => void>();

  constructor(address: string) {
    this.#address = address;
  }

  /** Makes the frame, or takes the one that is there. Rejects if it does not come up. */
  #open(): Promise<MessagePort> {
    this.#port ??= new Promise((resolve, reject) => {
      const frame = document.createElement("iframe");
      frame.sandbox.add("allow-scripts");
      frame.hidden = true;
      frame.title = "";
      const { port1, port2 } = new MessageChannel();
      const late = setTimeout(() => {
        this.#close();
        reject(new Error("the frame did not answer"));
      }, READY_MS);
      port1.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (!isBag(data)) return;
        if (data["type"] === "ready") {
          clearTimeout(late);
          resolve(port1);
        } else if (data["type"] === "broke") {
          const end: End = { how: "broke", text: text(data["text"], 2000), line: Number(data["line"]) || 0 };
          this.#broken.get(Number(data["id"]))?.(end);
        }
      };
      // Opaque origin: there is no name to send it to. What it gets is an empty message and a port.
      frame.addEventListener("load", () => frame.contentWindow?.postMessage(null, "*", [port2]), { once: true });
      frame.src = this.#address;
      document.body.append(frame);
      this.#frame = frame;
    });
    return this.#port;
  }

  #close(): void {
    this.#frame?.remove();
    this.#frame = undefined;
    this.#port = undefined;
  }

  /** Runs an assembled script in a worker of its own. */
  run(
    script: string,
    { limitMs, heard, input }: { readonly limitMs: number; readonly heard: Heard; readonly input?: unknown },
  ): Run {
    const id = this.#next++;
    let finish: (end: End) => void = () => undefined;
    const end = new Promise<End>((resolve) => {
      finish = resolve;
    });
    const { port1, port2 } = new MessageChannel();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const close = (how: End): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      port1.close();
      this.#broken.delete(id);
      void this.#port?.then((page) => {
        page.postMessage({ type: "stop", id });
        // Whoever runs late may have taken the frame with it: the next run gets a new one.
        if (how.how === "late" && this.#broken.size === 0) this.#close();
      });
      finish(how);
    };
    let messages = 0;
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (over || !isBag(data)) return;
      if (++messages > MOST) close({ how: "flood" });
      else if (data["type"] === "view") {
        const view = readView(data["view"]);
        if (view) heard.view?.(view);
      } else if (data["type"] === "cut") heard.cut?.();
      else if (data["type"] === "fault") {
        const fault = readFault(data["fault"]);
        if (fault) close({ how: "fault", fault });
      } else if (data["type"] === "done") close({ how: "done" });
      else heard.other?.(data);
    };
    this.#broken.set(id, close);
    this.#open().then(
      (page) => {
        if (over) return;
        timer = setTimeout(() => {
          close({ how: "late" });
        }, limitMs);
        page.postMessage({ type: "run", id, code: script, input }, [port2]);
      },
      () => {
        close({ how: "absent" });
      },
    );
    return {
      end,
      stop: () => {
        close({ how: "stopped" });
      },
    };
  }
}

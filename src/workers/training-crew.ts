/** The page's training workers: they take jobs from a list, one after another, side by side. */
import { watchLife } from "./lifeline.ts";
import type { TrainingAnswer, TrainingJob, TrainingNews, TrainingRequest } from "./training-protocol.ts";

export interface CrewEvents {
  /** News of job number `job`. */
  readonly news: (job: number, news: TrainingNews) => void;
  readonly done: (job: number) => void;
  /** A job could not be done (a file is missing, a worker died); the others are ended too. */
  readonly failed: (message: string) => void;
}

/** Two cores are left with a page and its worker each; more than four workers wait for memory. */
const crewSize = (jobs: number): number => Math.max(1, Math.min(jobs, 4, navigator.hardwareConcurrency || 2));

export class TrainingCrew {
  readonly #workers: Worker[] = [];
  readonly #life = new AbortController();
  readonly #jobs: readonly TrainingJob[];
  readonly #base: string;
  readonly #events: CrewEvents;
  #next = 0;

  /** Starts at once; jobs are begun in their order. */
  constructor(jobs: readonly TrainingJob[], base: string, events: CrewEvents) {
    this.#jobs = jobs;
    this.#base = base;
    this.#events = events;
    for (let i = crewSize(jobs.length); i > 0; i--) this.#hire();
  }

  get size(): number {
    return this.#workers.length;
  }

  pause(on: boolean): void {
    for (const worker of this.#workers) this.#tell(worker, { kind: "pause", on });
  }

  /** Ends all workers at once, in mid-step if need be. */
  end(): void {
    this.#life.abort();
    for (const worker of this.#workers) worker.terminate();
    this.#workers.length = 0;
  }

  #tell(worker: Worker, message: TrainingRequest): void {
    worker.postMessage(message);
  }

  #hire(): void {
    const name = `training ${"randomUUID" in crypto ? crypto.randomUUID() : ""}`;
    const worker = new Worker(new URL("./training.worker.ts", import.meta.url), { type: "module", name });
    const lost = (): void => {
      this.#fail("a training worker stopped");
    };
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      lost();
    });
    worker.addEventListener("message", ({ data }: MessageEvent<TrainingAnswer>) => {
      if (this.#life.signal.aborted) return;
      if (data.kind === "alive") watchLife(name, lost, this.#life.signal);
      else if (data.kind === "news") this.#events.news(data.request, data.news);
      else if (data.kind === "throw") this.#fail(data.message);
      else {
        this.#events.done(data.request);
        this.#give(worker);
      }
    });
    this.#workers.push(worker);
    this.#give(worker);
  }

  #give(worker: Worker): void {
    const request = this.#next++;
    const job = this.#jobs[request];
    if (job) this.#tell(worker, { kind: "run", request, job, base: this.#base });
  }

  #fail(message: string): void {
    if (this.#life.signal.aborted) return;
    this.end();
    this.#events.failed(message);
  }
}

/** A file that was opened counts once the figure has computed with it; until then it is on trial. */
import type { AnyState, OpenedFile } from "./contract.ts";

interface Trial {
  readonly id: string;
  readonly file: OpenedFile;
  /** The state before it was opened. */
  readonly before: AnyState;
}

export class FileTrial {
  #trial: Trial | undefined;

  /** A file on trial in another's place inherits its state before: none of the two has counted yet. */
  begin(id: string, file: OpenedFile, before: AnyState): void {
    this.#trial = { id, file, before: this.#trial?.before ?? before };
  }

  /** Ends the trial that a run in this state decides, and returns it; undefined if that run was about something else. */
  end(state: AnyState): Trial | undefined {
    const trial = this.#trial;
    if (!trial || state[trial.id] !== trial.file) return undefined;
    this.#trial = undefined;
    return trial;
  }
}

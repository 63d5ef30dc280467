/** Plays steps one after another, at the reader's speed; it stops at the last. Nothing plays before it is told to. */

const STEP_MS = 1400;

export interface Player {
  readonly playing: boolean;
  speed: number;
  toggle(): void;
  stop(): void;
}

export function makePlayer(options: {
  /** Goes one step on; false if there is none. */
  readonly next: () => boolean;
  readonly restart: () => void;
  readonly changed: () => void;
  /** One step at speed 1. */
  readonly stepMs?: number;
}): Player {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let speed = 1;
  const stop = (): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    options.changed();
  };
  const wait = (): void => {
    timer = setTimeout(
      () => {
        if (options.next()) wait();
        else stop();
      },
      (options.stepMs ?? STEP_MS) / speed,
    );
  };
  return {
    get playing() {
      return timer !== undefined;
    },
    get speed() {
      return speed;
    },
    set speed(value) {
      speed = value;
      if (timer === undefined) return;
      clearTimeout(timer);
      wait();
    },
    toggle() {
      if (timer !== undefined) {
        stop();
        return;
      }
      if (!options.next()) options.restart();
      wait();
      options.changed();
    },
    stop,
  };
}

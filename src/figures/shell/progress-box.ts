/** A run longer than this shows its progress. */
const PATIENCE_MS = 500;

/** The box of a run's progress: it appears when the run is long, follows what is told, and goes. */
export class ProgressBox {
  private readonly box: HTMLElement;
  private readonly patience: ReturnType<typeof setTimeout>;

  constructor(box: HTMLElement) {
    this.box = box;
    this.patience = setTimeout(() => {
      box.hidden = false;
    }, PATIENCE_MS);
  }

  /** How much is done, 0 to 1. */
  tell(fraction: number): void {
    const bar = this.box.querySelector("progress");
    if (bar) bar.value = fraction;
  }

  /** `stays` if a newer run uses the box now. */
  end(stays: boolean): void {
    clearTimeout(this.patience);
    if (stays) return;
    this.box.hidden = true;
    this.box.querySelector("progress")?.removeAttribute("value");
  }
}

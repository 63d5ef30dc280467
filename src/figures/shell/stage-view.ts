/**
 * One view of the stage, in one figure: a frame is drawn when something changed, never otherwise, and none while the
 * view is off the screen, without a context or lent to another figure; then the 2D twin stands in its place.
 */
import { PerspectiveCamera, Scene } from "three";
import type { Translate } from "@/i18n/translator.ts";
import { cameraOf, projector, type Ray, type View, type ViewLimits, within, writeCamera } from "./camera.ts";
import type { MountHost } from "./contract.ts";
import { makePalette } from "./paint.ts";
import { stageBar } from "./stage-bar.ts";
import { aimCamera, panned, rayUnder } from "./stage-camera.ts";
import { textureLimit } from "./stage-context.ts";
import { bindGestures } from "./stage-gestures.ts";
import { StageLabels } from "./stage-labels.ts";
import { ViewMotion } from "./stage-motion.ts";
import { borrow, type Borrower, giveBack } from "./stage-renderer.ts";
import type { Lent, SceneParts } from "./stage-scene.ts";

interface ViewOptions {
  readonly host: MountHost<unknown>;
  readonly body: HTMLElement;
  readonly bar: HTMLElement;
  readonly shell: Translate;
  readonly label: string;
  /** How to turn it, for screen readers. */
  readonly help: string;
  readonly camera: string;
  readonly limits: ViewLimits;
  readonly onTap?: (ray: Ray) => void;
  readonly onKey?: (event: KeyboardEvent) => boolean;
  /** The 2D twin of the state and view as they are now. */
  readonly twin: () => string;
  readonly onCamera: (text: string) => void;
}

export class StageView implements Borrower {
  readonly element = document.createElement("div");
  readonly #options: ViewOptions;
  readonly #scene = new Scene();
  readonly #camera = new PerspectiveCamera();
  readonly #labels = new StageLabels();
  readonly #twin = document.createElement("div");
  readonly #ended = new AbortController();
  readonly #home: string;
  readonly #bar: ReturnType<typeof stageBar>;
  #parts: SceneParts<never, never> | undefined;
  #colour: Lent["colour"];
  readonly #motion: ViewMotion;
  /** What the state says; the view itself may be between whole degrees. */
  #told: string;
  #frame = 0;
  #width = 0;
  #height = 0;
  #onScreen = true;
  #entered = false;
  #live = false;

  constructor(options: ViewOptions) {
    this.#options = options;
    const { host, body, bar, shell } = options;
    this.#home = options.camera;
    this.#told = options.camera;
    this.#motion = new ViewMotion(cameraOf(options.camera, options.limits), () => host.reducedMotion());
    this.#camera.up.set(0, 0, 1);
    this.#colour = makePalette(host.root);
    const help = document.createElement("p");
    help.id = `${host.uid}-stage-help`;
    help.className = "visually-hidden";
    help.textContent = options.help;
    const { element } = this;
    element.className = "stage-view";
    // Not left to a style sheet that may come late: the view lies over its twin.
    element.style.cssText = "position:absolute;inset:0;overflow:hidden";
    element.tabIndex = 0;
    element.setAttribute("role", "application");
    element.setAttribute("aria-label", options.label);
    element.setAttribute("aria-describedby", help.id);
    element.append(this.#labels.element);
    this.#twin.className = "stage-twin";
    // The build's picture stays underneath and becomes the first twin.
    this.#twin.append(...body.childNodes);
    body.append(this.#twin, element, help);
    this.#bar = stageBar(bar, shell, {
      enter: (on) => {
        this.#enter(on);
      },
      zoom: (factor) => {
        this.#move({ zoom: this.#motion.aim.zoom * factor }, { ease: true });
      },
      home: () => {
        this.#goHome();
      },
    });
    this.#bind();
  }

  #bind(): void {
    const { signal } = this.#ended;
    const { host, body, limits, onTap, onKey } = this.#options;
    bindGestures(
      this.element,
      {
        view: () => this.#motion.aim,
        move: (view, options) => {
          this.#move(view, options);
        },
        home: () => {
          this.#goHome();
        },
        entered: () => this.#entered,
        enter: (on) => {
          this.#enter(on);
        },
        ...(limits.pan > 0 && {
          pan: (dx: number, dy: number) => {
            const aim = this.#turned(this.#motion.aim);
            this.#move({ target: panned(aim, this.#radius, this.#height, dx, dy) });
          },
        }),
        ...(onTap && {
          tap: (x: number, y: number) => {
            if (this.#live)
              onTap(
                rayUnder(this.#turned(this.#motion.view), this.#radius, this.element.getBoundingClientRect(), x, y),
              );
          },
        }),
        ...(onKey && { key: onKey }),
      },
      signal,
    );
    const wake = (): void => {
      if (!this.#live) this.changed();
    };
    for (const type of ["pointerenter", "focusin", "touchstart"] as const)
      body.addEventListener(type, wake, { signal, passive: true });
    host.root.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Escape" || !this.#entered) return;
        this.#enter(false);
        this.#bar.focus();
      },
      { signal },
    );
    const sizes = new ResizeObserver(([entry]) => {
      if (!entry) return;
      ({ width: this.#width, height: this.#height } = entry.contentRect);
      this.changed();
    });
    sizes.observe(body);
    const seen = new IntersectionObserver(([entry]) => {
      this.#onScreen = entry?.isIntersecting ?? true;
      if (this.#onScreen) this.changed();
    });
    seen.observe(body);
    signal.addEventListener("abort", () => {
      sizes.disconnect();
      seen.disconnect();
    });
    host.onTheme(() => {
      this.#colour = makePalette(host.root);
      this.#parts?.recolour();
      this.changed();
    });
    // Paper takes the drawing: it is sharp at any size and has the printed palette.
    window.addEventListener(
      "beforeprint",
      () => {
        this.#showTwin();
      },
      { signal },
    );
    window.addEventListener("afterprint", wake, { signal });
  }

  fill<S, D>(make: (lent: Lent) => SceneParts<S, D>): SceneParts<S, D> {
    const parts = make({
      scene: this.#scene,
      camera: this.#camera,
      colour: (ink) => this.#colour(ink),
      changed: () => {
        this.changed();
      },
      reducedMotion: () => this.#options.host.reducedMotion(),
      textureLimit: textureLimit(),
    });
    this.#parts = parts;
    return parts;
  }

  /** Follows the state: a link, Back, Reset. What this view itself has told changes nothing. */
  look(text: string): void {
    if (text === this.#told) return;
    this.#told = text;
    this.#go(cameraOf(text, this.#options.limits), true);
  }

  #goHome(): void {
    this.#move({ target: [0, 0, 0], ...cameraOf(this.#home, this.#options.limits) }, { ease: true });
  }

  #move(wanted: Partial<View>, { ease = false }: { ease?: boolean } = {}): void {
    const { limits } = this.#options;
    const view = within({ ...this.#motion.aim, ...wanted }, limits);
    this.#go(view, ease);
    const text = writeCamera(view, limits);
    if (text === this.#told) return;
    this.#told = text;
    this.#options.onCamera(text);
  }

  #go(to: View, ease: boolean): void {
    this.#motion.go(to, ease);
    this.changed();
  }

  /** The view as the scene wants it in a picture of this shape. */
  #turned(view: View): View {
    const by = this.#parts?.turn?.(this.#width / Math.max(1, this.#height)) ?? 0;
    return by === 0 ? view : { ...view, azimuth: view.azimuth + by };
  }

  get #radius(): number {
    const { radius = 1 } = this.#parts ?? {};
    return typeof radius === "number" ? radius : radius(this.#width / Math.max(1, this.#height));
  }

  #enter(on: boolean): void {
    this.#entered = on;
    this.element.toggleAttribute("data-entered", on);
    this.#bar.entered(on);
    if (on) this.element.focus();
  }

  /** Asks for one frame. */
  changed(): void {
    if (this.#frame !== 0 || this.#ended.signal.aborted) return;
    this.#frame = requestAnimationFrame((now) => {
      this.#frame = 0;
      this.#draw(now);
    });
  }

  #draw(now: number): void {
    const parts = this.#parts;
    if (!this.#onScreen || !parts || this.#width === 0 || this.#height === 0) return;
    const renderer = borrow(this);
    if (!renderer) {
      this.#motion.stop();
      this.#showTwin();
      return;
    }
    const canvas = renderer.domElement;
    if (canvas.parentElement !== this.element) this.element.prepend(canvas);
    const view = this.#turned(this.#motion.step(now));
    const moves = parts.frame?.(now, view) ?? false;
    const radius = this.#radius;
    aimCamera(this.#camera, view, { radius, reach: parts.reach ?? radius, aspect: this.#width / this.#height });
    renderer.setPixelRatio(Math.min(2, window.devicePixelRatio || 1));
    renderer.setSize(this.#width, this.#height);
    parts.resize?.(this.#width, this.#height, (this.#height * view.zoom) / (200 * radius));
    renderer.render(this.#scene, this.#camera);
    this.#labels.show(parts.labels());
    this.#labels.place(projector(view, radius), this.#width, this.#height);
    this.element.dataset["drawCalls"] = String(renderer.info.render.calls);
    if (parts.textureBytes !== undefined) this.element.dataset["textureBytes"] = String(parts.textureBytes);
    if (!this.#live) {
      this.#live = true;
      this.#bar.note("");
      this.element.dataset["drawn"] = "";
      this.#twin.hidden = true;
    }
    if (moves || this.#motion.moves) this.changed();
  }

  #showTwin(): void {
    this.#live = false;
    delete this.element.dataset["drawn"];
    this.#twin.innerHTML = this.#options.twin();
    this.#twin.hidden = false;
  }

  taken(): void {
    this.#showTwin();
    this.#bar.note(this.#options.shell("stage.taken"));
  }

  lost(): void {
    this.#showTwin();
    this.#bar.note(this.#options.shell("stage.lost"));
  }

  restored(): void {
    this.changed();
  }

  dispose(): void {
    this.#ended.abort();
    cancelAnimationFrame(this.#frame);
    this.#showTwin();
    giveBack(this);
    this.#parts?.dispose();
    this.#options.body.replaceChildren(...this.#twin.childNodes);
    this.#options.bar.replaceChildren();
  }
}

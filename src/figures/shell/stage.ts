/**
 * 3D for a figure: the light part, loaded with the figure. It asks for WebGL, fetches three.js and the figure's scene,
 * and where there is no WebGL keeps the figure's own drawing as a 2D twin and says so. stage-view.ts does the rest.
 *
 * `mountStage` is for figures whose live part is the stage; a figure with a `mount` of its own puts a stage into one of
 * its panels with `stagePanel`.
 */
import { translator } from "@/i18n/translator.ts";
import { LIMITS, type Ray, type ViewLimits } from "./camera.ts";
import type { DrawContext, Mounted, MountHost, Panel } from "./contract.ts";
import { panelBody } from "./panels.ts";
import type { Lent, SceneParts } from "./stage-scene.ts";
import strings from "./strings.en.json";

interface SceneOptions<S, D> {
  /** The panel that the stage stands in; its SVG is the twin. */
  readonly panel: string;
  /** The control of kind "camera". */
  readonly camera: keyof S & string;
  /** Those of the control. */
  readonly limits?: ViewLimits;
  /** The accessible name of the view. */
  readonly label: (context: DrawContext<S>) => string;
  /** The figure's own keys in the view, in words; said to screen readers after the stage's. */
  readonly help?: (context: DrawContext<S>) => string;
  /** Loads the figure's own three.js part. */
  readonly scene: () => Promise<(lent: Lent) => SceneParts<S, D>>;
}

export interface StagePanelOptions<S, D> extends SceneOptions<S, D> {
  /** The markup of the 2D twin as the figure stands now; asked for when it is seen or printed. */
  readonly twin: () => string;
  /** A click or tap on the view that was no drag. */
  readonly onTap?: (ray: Ray) => void;
  /** Keys of the figure's own; true if it took this one. */
  readonly onKey?: (event: KeyboardEvent) => boolean;
  /** Waits until the panel comes near the screen before anything is loaded. */
  readonly whenSeen?: boolean;
}

export interface StageOptions<S, D> extends SceneOptions<S, D> {
  readonly picture: (data: D, context: DrawContext<S>) => readonly Panel[];
}

/** Until a panel is on the screen or nearly so. */
const seen = (element: HTMLElement): Promise<void> =>
  new Promise((resolve) => {
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        observer.disconnect();
        resolve();
      },
      { rootMargin: "200px" },
    );
    observer.observe(element);
  });

/** A stage in a panel of a figure; until it is there, and without WebGL, the twin stands in its place. */
export function stagePanel<S, D>(
  host: MountHost<S>,
  options: StagePanelOptions<S, D>,
): Mounted<S, D> & {
  /** Settles once the scene can be drawn, or there is no WebGL; fails if the stage's files cannot be had. */
  readonly ready: Promise<void>;
} {
  const shell = translator(host.root.dataset["locale"] ?? "en", strings);
  const body = host.panels[options.panel] as HTMLElement;
  const bar = body.parentElement?.querySelector<HTMLElement>(".stage-bar") as HTMLElement;
  let now: { data: D; state: S } | undefined;
  let shown: D | undefined;
  let view: import("./stage-view.ts").StageView | undefined;
  let parts: SceneParts<S, D> | undefined;
  let isOver = false;
  const over = (): boolean => isOver;
  /** The twin in the page while there is no view; a view shows its own. */
  const redraw = (): void => {
    if (!view && now) body.innerHTML = options.twin();
  };
  const show = (): void => {
    if (!now || !view || !parts) return;
    view.look(String(now.state[options.camera]));
    // A turn alone changes no part of the scene; the twin follows when it is next seen.
    if (now.data !== shown) parts.update(now.data, now.state);
    shown = now.data;
    view.changed();
  };

  const start = async (): Promise<void> => {
    if (options.whenSeen) await seen(body);
    const context = await import("./stage-context.ts").then(({ openContext }) => openContext());
    if (over()) return;
    if (!context) {
      bar.textContent = shell("stage.noWebgl");
      return;
    }
    const [{ StageView }, makeScene] = await Promise.all([import("./stage-view.ts"), options.scene()]);
    if (over()) return;
    const words: DrawContext<S> = { tr: host.tr, num: host.num, uid: host.uid, state: host.state() };
    view = new StageView({
      host: host,
      body,
      bar,
      shell,
      twin: options.twin,
      label: options.label(words),
      help: [
        shell("stage.help"),
        options.limits && options.limits.pan > 0 ? shell("stage.helpPan") : "",
        options.help?.(words) ?? "",
      ]
        .filter(Boolean)
        .join(" "),
      camera: String(host.state()[options.camera]),
      limits: options.limits ?? LIMITS,
      onCamera: (text) => {
        host.set({ [options.camera]: text } as unknown as Partial<S>);
      },
      ...(options.onTap && { onTap: options.onTap }),
      ...(options.onKey && { onKey: options.onKey }),
    });
    parts = view.fill(makeScene);
    show();
  };

  return {
    ready: start().catch((error: unknown) => {
      bar.textContent = shell("stage.failed");
      throw error;
    }),
    update(data, state) {
      now = { data, state };
      redraw();
      show();
    },
    dispose() {
      isOver = true;
      view?.dispose();
    },
  };
}

export const mountStage =
  <S, D>(options: StageOptions<S, D>) =>
  async (host: MountHost<S>): Promise<Mounted<S, D>> => {
    let panels: readonly Panel[] = [];
    const stage = stagePanel<S, D>(host, {
      ...options,
      twin: () => panels.map((panel) => (panel.id === options.panel ? panelBody(panel) : "")).join(""),
    });
    await stage.ready;
    return {
      update(data, state) {
        panels = options.picture(data, { tr: host.tr, num: host.num, uid: host.uid, state });
        for (const panel of panels) {
          const beside = host.panels[panel.id];
          if (beside && panel.id !== options.panel) beside.innerHTML = panelBody(panel);
        }
        host.titles(panels);
        stage.update(data, state);
      },
      dispose: stage.dispose,
    };
  };

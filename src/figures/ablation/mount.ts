/** The live part: keeps the still panels in step with the controls, and runs an experiment at the reader's press. */
import type { Mounted, MountHost } from "@/figures/shell/contract.ts";
import { morph } from "@/figures/shell/morph.ts";
import { panelBody } from "@/figures/shell/panels.ts";
import { redraw } from "@/figures/shell/redraw.ts";
import { saveText } from "@/figures/shell/save-text.ts";
import { TrainingCrew } from "@/workers/training-crew.ts";
import { benchHtml, outcome } from "./bench.ts";
import type { AblationData } from "./compute.ts";
import type { Curves } from "./curves.ts";
import { Experiment, type Plan } from "./experiment.ts";
import { jobOf } from "./jobs.ts";
import { picture } from "./scene.ts";
import type { AblationState } from "./variants.ts";

/** Between two redrawings: curves change in every piece of news, and the page has other things to do. */
const REDRAW_MS = 500;
/** The buttons change at the end of a run: a press that was meant for the old ones does nothing so long. */
const SETTLE_MS = 600;
/** What belongs to the experiment once there is one. */
const LIVE_PANELS = new Set(["run", "loss", "accuracy"]);

export function mount(host: MountHost<AblationState>, first: AblationData): Mounted<AblationState, AblationData> {
  let data = first;
  let experiment: Experiment | undefined;
  let crew: TrainingCrew | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let curves: readonly Curves[] = [];
  const listening = new AbortController();
  const now = (): number => performance.now();
  let ended = -Infinity;

  const planOf = ({ guess, by }: AblationState): Plan => ({
    ...{ variants: data.variants, seeds: data.seeds, epochs: data.epochs },
    ...{ guess, by },
  });
  /** Whether the controls ask for something else than what is being, or was, trained. */
  const isOther = (of: Experiment): boolean => {
    const asked = ({ variants, seeds, epochs }: Plan): string => JSON.stringify([variants, seeds, epochs]);
    return asked(of.plan) !== asked(planOf(host.state()));
  };

  function draw(): void {
    clearTimeout(timer);
    timer = undefined;
    const { run } = host.panels;
    if (!experiment || !run) return;
    morph(run, benchHtml(experiment, now(), host, isOther(experiment)));
    for (const { update } of curves) update();
  }
  const drawSoon = (): void => {
    timer ??= setTimeout(draw, REDRAW_MS);
  };

  function over(phase: "cancelled" | "failed"): void {
    if (!experiment || experiment.isOver) return;
    experiment.become(phase, now());
    crew?.end();
    draw();
  }

  function begin(): void {
    const plan = planOf(host.state());
    host.fail("");
    crew?.end();
    const mine = new Experiment(plan, now());
    experiment = mine;
    curves = [];
    const jobs = mine.runs.map(({ variant, seed }) => jobOf(variant, seed, plan.epochs));
    crew = new TrainingCrew(jobs, host.root.dataset["base"] ?? "/", {
      news(job, news) {
        mine.news(job, news);
        drawSoon();
      },
      done(job) {
        mine.finish(job, now());
        if (!mine.isOver) return;
        crew?.end();
        ended = now();
        draw();
        host.say(outcome(mine, host));
      },
      failed(message) {
        over("failed");
        host.fail(host.tr("bench.failedWhy", { message }));
      },
    });
    draw();
    focusOn("pause");
    void import("./curves.ts").then(
      ({ makeCurves }) => {
        if (experiment !== mine) return;
        curves = (["loss", "accuracy"] as const).map((kind) => {
          const made = makeCurves(mine, kind, host);
          host.panels[kind]?.replaceChildren(made.element);
          return made;
        });
        draw();
      },
      () => {
        host.fail(host.tr("bench.noCurves"));
      },
    );
  }

  function focusOn(name: string): void {
    host.panels["run"]?.querySelector<HTMLElement>(`[data-do=${name}]`)?.focus({ preventScroll: true });
  }

  /** The guess comes first; where its control is hidden, as in an embedded figure without controls, nobody waits for it. */
  function train(): void {
    const box = host.root.querySelector<HTMLElement>("[data-control=guess]");
    if (host.state().guess === "none" && box?.checkVisibility()) {
      host.fail(host.tr("bench.guessFirst"));
      box.querySelector<HTMLElement>("input")?.focus();
      return;
    }
    begin();
  }

  function pause(on: boolean): void {
    if (!experiment || experiment.isOver) return;
    experiment.become(on ? "paused" : "training", now());
    crew?.pause(on);
    draw();
    focusOn(on ? "resume" : "pause");
  }

  function cancel(): void {
    over("cancelled");
    focusOn("train");
    if (experiment) host.say(outcome(experiment, host));
  }

  function save(): void {
    if (!experiment) return;
    const { plan, runs, phase } = experiment;
    const kept = runs.map(({ variant, seed, loss, accuracy, isDone, broken }) => ({
      ...{ variant: variant.id, seed, loss, accuracy, isDone },
      ...(broken && { broken }),
    }));
    saveText(JSON.stringify({ figure: "ablation", phase, plan, runs: kept }), "application/json", "ablation-run.json");
  }

  const actions: Readonly<Record<string, () => void>> = {
    ...{ train, cancel, save },
    pause() {
      pause(true);
    },
    resume() {
      pause(false);
    },
  };
  host.panels["run"]?.addEventListener(
    "click",
    ({ target }) => {
      const button = target instanceof Element ? target.closest<HTMLElement>("[data-do]") : null;
      if (button && now() - ended > SETTLE_MS) actions[button.dataset["do"] ?? ""]?.();
    },
    { signal: listening.signal },
  );

  return {
    update(next, state) {
      data = next;
      const panels = picture(next, { tr: host.tr, num: host.num, state, uid: host.uid });
      const still = panels.filter(({ id }) => !experiment || !LIVE_PANELS.has(id));
      // A folded box that the reader opened stays open: only what differs is touched.
      for (const panel of still) {
        const body = host.panels[panel.id];
        if (panel.html !== undefined && body) morph(body, panelBody(panel));
      }
      redraw(
        host,
        still.filter(({ html }) => html === undefined),
      );
      if (experiment) draw();
    },
    dispose() {
      clearTimeout(timer);
      listening.abort();
      crew?.end();
    },
  };
}

/** The step in space on the stage (three.js): planes with their values, lines, and the way from step to step. */
import { towards } from "@/figures/shell/camera.ts";
import { makeLines } from "@/figures/shell/stage-lines.ts";
import type { Lent, SceneParts, StageLabel } from "@/figures/shell/stage-scene.ts";
import { add, type Street } from "@/figures/shell/tensor-layout.ts";
import { makeTensorMesh } from "@/figures/shell/tensor-mesh.ts";
import type { MicroscopeData } from "./compute.ts";
import { linesOf, radiusOf, type Space, spaceOf, type Up, upOf } from "./space.ts";
import { labelsOf } from "./space-labels.ts";
import type { Context, ShownState } from "./words.ts";

const MOVE_MS = 300;

/** An arrangement on its way: where each tensor stands and how far planes are pulled out at a share of the way. */
interface Way {
  readonly from: Now;
  readonly radius: number;
  readonly start: number;
  share: number;
}
interface Now {
  readonly origins: ReadonlyMap<string, readonly [number, number, number]>;
  readonly ups: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly fades: ReadonlyMap<string, number>;
}

const mix = (a: number, b: number, s: number): number => a + (b - a) * s;

export const makeSpace =
  (words: Pick<Context, "tr" | "num">) =>
  (lent: Lent): SceneParts<ShownState, MicroscopeData> => {
    const mesh = makeTensorMesh(lent);
    const lines = makeLines(lent);
    let space: Space | undefined;
    let data: MicroscopeData | undefined;
    let state: ShownState | undefined;
    let loaded = "";
    let held: readonly Float32Array[] = [];
    let way: Way | undefined;
    let now: Now | undefined;
    let street: Street | undefined;
    let up: Up = () => 0;
    let labels: readonly StageLabel[] = [];
    /** Radii by aspect, kept: the fit takes a few rounds. */
    let radii = new Map<number, number>();

    /** The size shown, which follows the tensors on their way. */
    let radius = 1;
    const radiusNow = (aspect: number): number => {
      if (!space) return 1;
      const goal = radii.get(aspect) ?? radiusOf(space, aspect);
      radii.set(aspect, goal);
      radius = way ? mix(way.radius, goal, way.share) : goal;
      return radius;
    };

    const load = (next: Space): void => {
      const key = next.tensors.map(({ key: own, reach }) => `${own} ${String(reach)}`).join();
      const values = next.tensors.map((tensor) => tensor.values);
      if (key === loaded && values.every((own, i) => own === held[i])) return;
      [loaded, held] = [key, values];
      mesh.load(next.tensors, next.pages);
    };

    /** Puts everything where it is at a share of the way. */
    const arrange = (share: number): void => {
      if (!space || !data || !state) return;
      const { tensors, street: goal } = space;
      const pulled = upOf(space);
      const from = way?.from;
      street = {
        ...goal,
        tensors: goal.tensors.map((standing) => {
          const begin = from?.origins.get(standing.key);
          // What is new comes from farther down the street.
          const start =
            begin ?? (from ? add(standing.origin, [goal.pose[goal.pose.street], 0.25 * goal.radius]) : standing.origin);
          const [x, y, z] = standing.origin;
          return {
            ...standing,
            origin: [mix(start[0], x, share), mix(start[1], y, share), mix(start[2], z, share)] as const,
          };
        }),
      };
      up = (tensor, c) => {
        const begin = from?.ups.get(tensors[tensor]!.key)?.get(c) ?? 0;
        return from ? mix(begin, pulled(tensor, c), share) : pulled(tensor, c);
      };
      const fade = (tensor: number): number => {
        const key = tensors[tensor]!.key;
        return from ? mix(from.fades.get(key) ?? 1, 0, share) : 0;
      };
      mesh.place(street, (tensor, c) => ({
        up: up(tensor, c),
        picked: tensors[tensor]!.pulled === c ? 1 : 0,
        faded: fade(tensor),
      }));
      lines.forward(0.4 * goal.pitch);
      lines.set(linesOf(space, street, up));
      labels = labelsOf(space, street, up, data, { ...words, state });
      now = {
        origins: new Map(street.tensors.map(({ key, origin }) => [key, origin])),
        ups: new Map(
          tensors.map(({ key, shape }, tensor) => [
            key,
            new Map(Array.from({ length: shape[2] }, (_, c) => [c, up(tensor, c)] as const).filter(([, by]) => by > 0)),
          ]),
        ),
        fades: new Map(tensors.map(({ key }, tensor) => [key, fade(tensor)])),
      };
    };

    return {
      radius: radiusNow,
      get reach() {
        return space?.street.radius ?? 1;
      },
      get textureBytes() {
        return mesh.textureBytes;
      },
      update(next, nextState) {
        const before = space;
        space = spaceOf(next, nextState.scaleMode);
        [data, state] = [next, nextState];
        radii = new Map();
        load(space);
        const moves = before !== undefined && now !== undefined && !lent.reducedMotion();
        way = moves ? { from: now!, radius, start: performance.now(), share: 0 } : undefined;
        arrange(moves ? 0 : 1);
      },
      frame(time, view) {
        mesh.face(towards(view));
        if (!way) return false;
        const t = Math.min(1, Math.max(0, (time - way.start) / MOVE_MS));
        way.share = 1 - (1 - t) ** 3;
        arrange(way.share);
        if (t === 1) way = undefined;
        return t < 1;
      },
      resize(width, height, unit) {
        lines.resize(width, height);
        mesh.resize(width, height, unit);
      },
      recolour() {
        mesh.recolour();
        lines.recolour();
      },
      labels: () => labels,
      dispose() {
        mesh.dispose();
        lines.dispose();
      },
    };
  };

/** The city's three.js part: planes, edges and memory, the flight from block to block, and the words over them. */
import { axesOf, cameraOf, type Point3, projector, type Ray, towards, type View } from "@/figures/shell/camera.ts";
import { makeLines } from "@/figures/shell/stage-lines.ts";
import type { Lent, SceneParts } from "@/figures/shell/stage-scene.ts";
import { add } from "@/figures/shell/tensor-layout.ts";
import { makeTensorMesh } from "@/figures/shell/tensor-mesh.ts";
import type { CityData } from "./compute.ts";
import { frame } from "./framing.ts";
import { labelsOf, middleOfFocus, thinned } from "./labels.ts";
import { type City, focusPoints, layCity, opened } from "./layout.ts";
import { cityLines } from "./lines.ts";
import { makeMemory } from "./memory-mesh.ts";
import { Focus, type Weights } from "./motion.ts";
import { WHOLE } from "./networks.ts";
import { pickBlock } from "./pick-block.ts";
import type { CityStreet } from "./street-data.ts";
import { turnOf, VIEW } from "./view.ts";
import type { Context, ShownState } from "./words.ts";

/** How far what is out of focus goes into the paper. */
const FADED = 0.7;
/** Room about the whole and about an open block, as parts of half the picture's height. */
const MARGINS = { whole: 0.07, block: 0.24 };

/** What the figure asks the scene. */
export interface CityLink {
  blockUnder: (ray: Ray) => number | null;
}

const minus = (a: Point3, b: Point3): Point3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const keyOf = (lane: number, key: string): string => `${String(lane)}/${key}`;

export const makeCity =
  (link: CityLink, words: Pick<Context, "tr" | "num">) =>
  (lent: Lent): SceneParts<ShownState, CityData> => {
    const mesh = makeTensorMesh(lent);
    const lines = makeLines(lent, { hidden: 0.06 });
    const memory = makeMemory(lent);
    let streets: readonly CityStreet[] = [];
    let city: City | undefined;
    let focus: Focus | undefined;
    let offset: Point3 = [0, 0, 0];
    let reach = 1;
    let laidFor = "";
    let look: View = cameraOf(VIEW);
    let [width, height] = [1, 1];
    const frames = new Map<string, { radius: number; aside: Point3 }>();

    /** How one focus at rest fills a picture: the radius, and how far beside its own middle one looks. */
    const frameOf = (block: number): { radius: number; aside: Point3 } => {
      const aspect = width / height;
      const key = `${String(block)}/${aspect.toFixed(2)}`;
      let found = frames.get(key);
      if (!found) {
        const still = layCity(streets, opened(block));
        const home = cameraOf(VIEW);
        const view = { ...home, azimuth: home.azimuth + turnOf(aspect) };
        const points = focusPoints(still, block);
        const { radius, middle } = frame(points, view, aspect, block === WHOLE ? MARGINS.whole : MARGINS.block);
        found = { radius, aside: minus(middle, middleOfFocus(still, block)) };
        frames.set(key, found);
      }
      return found;
    };

    const weightsNow = (now: number): Weights => focus?.at(now) ?? new Map([[WHOLE, 1]]);
    let weights: Weights = new Map([[WHOLE, 1]]);
    const weightOf = (block: number): number => weights.get(block) ?? 0;
    /** The part of the focus that lies on a tensor; all of it where nothing is open. */
    const lit = (lane: number, at: number): number => {
      if (lane > 0) return weightOf(WHOLE);
      const { tensors } = streets[0]!;
      const [own, next] = [tensors[at]!.block, tensors[at + 1]?.block ?? WHOLE];
      return weightOf(WHOLE) + (own < 0 ? 0 : weightOf(own)) + (next === own ? 0 : next < 0 ? 0 : weightOf(next));
    };
    const faded = (lane: number, at: number): number => 1 - Math.min(1, lit(lane, at));

    /** Stands everything as the weights of this moment say. */
    const stand = (): void => {
      if (streets.length === 0) return;
      const goal = focus?.goal ?? WHOLE;
      city = layCity(streets, (block) => (block === WHOLE ? 0 : weightOf(block)));
      offset = [0, 0, 0];
      for (const [block, weight] of weights) {
        offset = add(offset, [middleOfFocus(city, block), weight], [frameOf(block).aside, weight]);
      }
      lent.scene.position.set(-offset[0], -offset[1], -offset[2]);
      const { lanes, pose, pitch } = city;
      const places = lanes.flatMap(({ standing }, lane) => standing.map((_, at) => ({ lane, at })));
      const tensors = lanes.flatMap(({ standing }, lane) =>
        standing.map((one) => ({ ...one, key: keyOf(lane, one.key) })),
      );
      const looks = places.map(({ lane, at }) => ({ up: 0, picked: 0, faded: FADED * faded(lane, at) }));
      mesh.place({ pose, pitch, tensors }, (tensor) => looks[tensor]!);
      lines.set(cityLines(city, goal, faded));
      memory.set(
        city,
        (lane, at) => (lane === 0 ? weightOf(streets[0]!.tensors[at]!.block) * Number(at > 0) : 0),
        faded,
      );
      reach = focusPoints(city, WHOLE).reduce(
        (most, point) => Math.max(most, Math.hypot(point[0] - offset[0], point[1] - offset[1], point[2] - offset[2])),
        0,
      );
    };

    const radius = (): number => {
      if (streets.length === 0) return 1;
      let log = 0;
      for (const [block, weight] of weights) log += weight * Math.log(frameOf(block).radius);
      return Math.exp(log);
    };

    link.blockUnder = ({ from, along }) => {
      if (!city) return null;
      return pickBlock({ from: [from[0] + offset[0], from[1] + offset[1], from[2] + offset[2]], along }, city);
    };

    return {
      radius(aspect) {
        // Asked for before each frame: what depends on the picture's shape follows it.
        if (Math.abs(aspect - width / height) > 0.005) {
          [width, height] = [aspect, 1];
          stand();
        }
        return radius();
      },
      turn: turnOf,
      get reach() {
        return reach;
      },
      get textureBytes() {
        return mesh.textureBytes;
      },
      update({ street, other }, { network, compare, sample, garment, photo, block, weights: own }) {
        const key = `${network}/${compare}/${sample}/${garment}/${photo}/${String(own?.at?.turn)}`;
        const isNew = key !== laidFor;
        if (isNew) {
          laidFor = key;
          streets = other ? [street, other] : [street];
          frames.clear();
          mesh.load(
            streets.flatMap(({ tensors }, lane) =>
              tensors.map(({ key: name, shape, values, reach: most, marksSix }) => ({
                key: keyOf(lane, name),
                shape,
                values,
                reach: most,
                marksSix,
              })),
            ),
            street.pages,
          );
        }
        const now = performance.now();
        focus ??= new Focus(block);
        focus.go(block, now, lent.reducedMotion());
        weights = weightsNow(now);
        stand();
      },
      frame(now, view) {
        look = view;
        mesh.face(towards(view));
        if (!focus?.moves) return false;
        weights = weightsNow(now);
        stand();
        return focus.moves;
      },
      recolour() {
        mesh.recolour();
        stand();
      },
      labels() {
        if (!city) return [];
        const see = projector(look, radius());
        /** Model units a CSS pixel in the middle of the picture. */
        const pixel = (200 * radius()) / look.zoom / height;
        const moved = labelsOf(city, focus?.goal ?? WHOLE, pixel, words).map((label) => ({
          ...label,
          at: minus(label.at, offset),
        }));
        return thinned(moved, { see, right: axesOf(look).right, width, height, pixel });
      },
      resize(w, h, unit) {
        [width, height] = [w, h];
        lines.resize(w, h);
        mesh.resize(w, h, unit);
        lines.forward(0.004 * radius());
      },
      dispose() {
        mesh.dispose();
        lines.dispose();
        memory.dispose();
        lent.scene.position.set(0, 0, 0);
      },
    };
  };

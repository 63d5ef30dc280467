/**
 * Where a 3D figure is looked at from: whole degrees and percent, as text in the link, and the perspective that the
 * stage and its 2D twin share. Pure; the same in build, page and tests. The third axis points up.
 */

export interface View {
  /** Degrees about the upright axis, −180 to 180; 0 looks against the first axis, 90 against the second. */
  readonly azimuth: number;
  /** Degrees above the ground, −89 to 89. */
  readonly elevation: number;
  /** Percent of the figure's own size. */
  readonly zoom: number;
  /** The point looked at, in whole model units; the scene's middle if absent. */
  readonly target?: Point3;
}

export type Point3 = readonly [x: number, y: number, z: number];

/** How near and how far aside a figure lets its readers go. */
export interface ViewLimits {
  readonly zooms: readonly [least: number, most: number];
  /** Farthest that the point looked at may lie from the middle along each axis; 0 keeps the middle. */
  readonly pan: number;
}

export const STEEPEST = 89;
export const LIMITS: ViewLimits = { zooms: [50, 400], pan: 0 };

/** The camera stands this many of the scene's radii from its middle: far enough for calm lines. */
export const DISTANCE = 5;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

const ORIGIN: Point3 = [0, 0, 0];
export const targetOf = ({ target }: View): Point3 => target ?? ORIGIN;

/** The view with its angles brought into their ranges; not rounded, so that slow turns add up. */
export function within({ azimuth, elevation, zoom, target }: View, { zooms, pan }: ViewLimits = LIMITS): View {
  return {
    azimuth: azimuth - 360 * Math.floor((azimuth + 180) / 360),
    elevation: clamp(elevation, -STEEPEST, STEEPEST),
    zoom: clamp(zoom, ...zooms),
    ...(target && pan > 0 && { target: target.map((at) => clamp(at, -pan, pan)) as unknown as Point3 }),
  };
}

/**
 * "azimuth_elevation_zoom" in whole numbers, and "_x_y_z" where another point than the middle is looked at: signs that
 * a link carries unescaped.
 */
export function writeCamera(view: View, limits: ViewLimits = LIMITS): string {
  const { azimuth, elevation, zoom, target = ORIGIN } = within(view, limits);
  // +180 and −180 are one direction; adding 0 makes −0 a plain 0.
  const turned = Math.round(azimuth) === 180 ? -180 : Math.round(azimuth) + 0;
  const aside = target.map((at) => Math.round(at) + 0);
  return [turned, Math.round(elevation) + 0, Math.round(zoom), ...(aside.some(Boolean) ? aside : [])].join("_");
}

const TEXT = /^(-?\d{1,3})_(-?\d{1,2})(?:_(\d{2,5}))?(?:_(-?\d{1,5})_(-?\d{1,5})_(-?\d{1,5}))?$/;

/** The view that a text means; undefined if it means none. Without a zoom it is 100 %. */
export function readCamera(text: string, { zooms, pan }: ViewLimits = LIMITS): View | undefined {
  const match = TEXT.exec(text);
  if (!match) return undefined;
  const [azimuth, elevation, zoom] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 100)];
  const aside = match[4] === undefined ? [] : match.slice(4, 7);
  const target = aside.map(Number) as unknown as Point3;
  const fits =
    Math.abs(azimuth) <= 180 &&
    Math.abs(elevation) <= STEEPEST &&
    zoom >= zooms[0] &&
    zoom <= zooms[1] &&
    target.every((at) => Math.abs(at) <= pan);
  return fits ? { azimuth, elevation, zoom, ...(aside.length > 0 && { target }) } : undefined;
}

/** The view of a state's text, which the shell has checked. */
export const cameraOf = (text: string, limits: ViewLimits = LIMITS): View =>
  readCamera(text, limits) ?? { azimuth: 0, elevation: 0, zoom: 100 };

const RADIAN = Math.PI / 180;

/** The unit vector from the middle to the camera. */
export function towards({ azimuth, elevation }: View): Point3 {
  const [a, e] = [azimuth * RADIAN, elevation * RADIAN];
  return [Math.cos(e) * Math.cos(a), Math.cos(e) * Math.sin(a), Math.sin(e)];
}

/**
 * A point as the camera sees it: x to the right and y up, ±1 at the edges of a square picture that the ball of
 * `radius` just fills at 100 %; `depth` is the distance from the camera along its axis.
 */
export function projector(
  view: View,
  radius: number,
): (point: Point3) => readonly [x: number, y: number, depth: number] {
  const [a, e] = [view.azimuth * RADIAN, view.elevation * RADIAN];
  const away = towards(view);
  const distance = DISTANCE * radius;
  const scale = (distance * view.zoom) / 100 / radius;
  const [tx, ty, tz] = targetOf(view);
  return (point) => {
    const [x, y, z] = [point[0] - tx, point[1] - ty, point[2] - tz];
    const depth = distance - (x * away[0] + y * away[1] + z * away[2]);
    const right = y * Math.cos(a) - x * Math.sin(a);
    const up = z * Math.cos(e) - (x * Math.cos(a) + y * Math.sin(a)) * Math.sin(e);
    return [(right * scale) / depth, (up * scale) / depth, depth];
  };
}

export interface Ray {
  readonly from: Point3;
  /** Not of unit length. */
  readonly along: Point3;
}

/** To the right and upwards as the camera stands: what a point moves by when the picture is dragged. */
export function axesOf(view: View): { readonly right: Point3; readonly up: Point3 } {
  const [a, e] = [view.azimuth * RADIAN, view.elevation * RADIAN];
  return {
    right: [-Math.sin(a), Math.cos(a), 0],
    up: [-Math.cos(a) * Math.sin(e), -Math.sin(a) * Math.sin(e), Math.cos(e)],
  };
}

/** The ray through a place of the picture, in `projector`'s x and y: what lies under a pointer. */
export function rayThrough(view: View, radius: number, x: number, y: number): Ray {
  const away = towards(view);
  const { right, up } = axesOf(view);
  const target = targetOf(view);
  const distance = DISTANCE * radius;
  const size = (100 * radius) / view.zoom;
  const from = [0, 1, 2].map((k) => target[k as 0] + distance * away[k as 0]) as unknown as Point3;
  const along = [0, 1, 2].map(
    (k) => size * (x * right[k as 0] + y * up[k as 0]) - distance * away[k as 0],
  ) as unknown as Point3;
  return { from, along };
}

/**
 * The radius at which a view at 100 % shows all `points` in a picture of this aspect (width over height), with
 * `margin` of its half height left free: `projector` solved for the radius, for whichever point needs the most.
 */
export function fitRadius(points: readonly Point3[], view: View, aspect: number, margin = 0.06): number {
  const away = towards(view);
  const { right, up } = axesOf(view);
  const target = targetOf(view);
  const along = (axis: Point3, point: Point3): number =>
    axis.reduce((sum, part, k) => sum + part * ((point[k] ?? 0) - (target[k] ?? 0)), 0);
  const needs = points.map((point) => {
    const aside = Math.max(Math.abs(along(up, point)), Math.abs(along(right, point)) / aspect);
    return aside / (1 - margin) + along(away, point) / DISTANCE;
  });
  return Math.max(1e-6, ...needs);
}

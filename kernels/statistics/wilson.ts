/** Wilson's 95 % interval for a share, from `hits` of `trials`. */
export function wilson(hits: number, trials: number): readonly [low: number, high: number] {
  const z = 1.959964;
  const share = hits / trials;
  const spread = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  const middle = share + z ** 2 / (2 * trials);
  const scale = 1 + z ** 2 / trials;
  return [(middle - spread) / scale, (middle + spread) / scale];
}

/** For error messages: the name that an author may have meant. */

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** `; did you mean "x"?`, or nothing if no name is near. */
export function nearest(name: string, names: readonly string[]): string {
  const [best] = names.map((other) => [distance(name, other), other] as const).toSorted((a, b) => a[0] - b[0]);
  return best && best[0] <= Math.max(2, name.length / 3) ? `; did you mean "${best[1]}"?` : "";
}

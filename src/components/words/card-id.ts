/** Ids for cards that stand once on a page, counted page by page, so that the same page gives the same bytes. */
const counts = new WeakMap<Request, number>();

export function cardId(page: Request): string {
  const count = (counts.get(page) ?? 0) + 1;
  counts.set(page, count);
  return `card-${count}`;
}

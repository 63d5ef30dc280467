/**
 * A finger's first touch is also its first stroke, and the script that can draw it is loaded by that very touch. This
 * keeps the stroke until then.
 *
 * @returns does the stroke again on `target`, and leaves the pointer to it where it is still down
 */
export function followStroke(first: PointerEvent): (target: Element) => void {
  const { pointerId, pointerType } = first;
  const events = [first];
  const watch = new AbortController();
  const { signal } = watch;
  addEventListener("pointermove", (event) => event.pointerId === pointerId && events.push(event), { signal });
  for (const type of ["pointerup", "pointercancel"] as const) {
    addEventListener(type, (event) => event.pointerId === pointerId && watch.abort(), { signal });
  }
  return (target) => {
    const isDown = !signal.aborted;
    watch.abort();
    const again = (type: string, { pageX, pageY }: PointerEvent): void => {
      // The page may have been scrolled since.
      const place = { clientX: pageX - scrollX, clientY: pageY - scrollY };
      target.dispatchEvent(new PointerEvent(type, { ...place, pointerId, pointerType, cancelable: true }));
    };
    for (const event of events) again(event.type, event);
    if (isDown) target.setPointerCapture(pointerId);
    else again("pointerup", events.at(-1) ?? first);
  };
}

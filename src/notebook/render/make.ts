/** Elements with text, never with HTML. */

/** Where elements are made at build: a document of its own. In the page it is the page. */
let lent: Document | undefined;
export const home = (): Document => lent ?? document;
export const isLent = (): boolean => lent !== undefined;

/** Draws into another document. What is drawn later has to take `home()` before it waits. */
export function drawIn<T>(place: Document, draw: () => T): T {
  lent = place;
  try {
    return draw();
  } finally {
    lent = undefined;
  }
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = home().createElement(tag);
  if (className !== "") element.className = className;
  element.append(...children);
  return element;
}

/** The same attributes at build and in the page, where properties may be written another way. */
export function withAttributes<E extends Element>(element: E, attributes: Readonly<Record<string, string>>): E {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

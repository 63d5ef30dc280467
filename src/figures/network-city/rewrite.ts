/** Brings markup up to date: where only attributes and texts differ, its elements stay, and with them the focus. */

function same(one: Element, other: Element): boolean {
  if (one.tagName !== other.tagName || one.childNodes.length !== other.childNodes.length) return false;
  return [...one.childNodes].every((node, i) => {
    const twin = other.childNodes[i]!;
    if (node.nodeType !== twin.nodeType) return false;
    return !(node instanceof Element) || same(node, twin as Element);
  });
}

function copy(from: Element, to: Element): void {
  for (const { name } of [...to.attributes]) if (!from.hasAttribute(name)) to.removeAttribute(name);
  for (const { name, value } of from.attributes) if (to.getAttribute(name) !== value) to.setAttribute(name, value);
  [...from.childNodes].forEach((node, i) => {
    const twin = to.childNodes[i]!;
    if (node instanceof Element) copy(node, twin as Element);
    else if (twin.textContent !== node.textContent) twin.textContent = node.textContent;
  });
}

export function rewrite(body: HTMLElement, markup: string): void {
  const wanted = document.createElement(body.tagName);
  wanted.innerHTML = markup;
  if (same(wanted, body))
    [...wanted.children].forEach((child, i) => {
      copy(child, body.children[i]!);
    });
  else body.replaceChildren(...wanted.childNodes);
}

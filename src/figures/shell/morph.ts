/** Brings an element's children to what new markup says, in place: focus, listeners and scroll positions stay. */

function sameKind(a: Node, b: Node): boolean {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName;
}

function syncAttributes(from: Element, to: Element): void {
  for (const { name } of [...from.attributes]) {
    // What the reader opened stays open.
    if (!to.hasAttribute(name) && !(name === "open" && from instanceof HTMLDetailsElement)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  // Attributes only say how an input began.
  if (from instanceof HTMLInputElement) {
    from.checked = to.hasAttribute("checked");
    if (from.type === "range") from.value = to.getAttribute("value") ?? "";
  }
  if (from instanceof HTMLOptionElement) from.selected = to.hasAttribute("selected");
}

function sync(from: Node, to: Node): void {
  if (from instanceof Element && to instanceof Element) {
    if (from.hasAttribute("data-keep")) return;
    syncAttributes(from, to);
    syncChildren(from, to);
  } else if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
}

function syncChildren(from: Element, to: Element): void {
  const wanted = [...to.childNodes];
  wanted.forEach((next, i) => {
    const now = from.childNodes[i];
    if (!now) from.append(next);
    else if (sameKind(now, next)) sync(now, next);
    else now.replaceWith(next);
  });
  while (from.childNodes.length > wanted.length) from.lastChild?.remove();
}

export function morph(element: Element, markup: string): void {
  const template = document.createElement("template");
  template.innerHTML = markup;
  const holder = document.createElement("div");
  holder.append(template.content);
  syncChildren(element, holder);
}

/** Scrolls the strip of blocks and the row of steps sideways, never the page, so that what is chosen is seen. */
export function keepInView(nav: HTMLElement): void {
  for (const row of nav.querySelectorAll<HTMLElement>(".row")) {
    if (row.scrollWidth <= row.clientWidth) continue;
    const chosen = row.querySelector<HTMLElement>("label:has(:checked)");
    if (!chosen) continue;
    const left = chosen.offsetLeft - row.offsetLeft;
    if (left < row.scrollLeft || left + chosen.offsetWidth > row.scrollLeft + row.clientWidth) {
      row.scrollLeft = left - (row.clientWidth - chosen.offsetWidth) / 2;
    }
  }
}

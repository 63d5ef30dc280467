/** On a figure's own page: the teacher's switches in the address, and the height told to a framing page. */
const root = document.documentElement;
const parameters = new URLSearchParams(location.search);
if (parameters.get("present") === "1") root.dataset["present"] = "";
if (parameters.get("controls") === "none") root.dataset["controls"] = "none";

if (window.parent !== window) {
  const figure = document.querySelector<HTMLElement>("[data-figure]")?.dataset["figure"];
  new ResizeObserver(() => {
    // Any page may frame this one and the height is no secret, so every origin may hear it.
    window.parent.postMessage({ type: "inverted:height", figure, height: Math.ceil(document.body.scrollHeight) }, "*");
  }).observe(document.body);
}

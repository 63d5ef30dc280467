/** The search dialog: asks Pagefind's index as the reader types, and shows what it finds as links. Loaded when opened. */
import { liveWords } from "@/i18n/live.ts";

/** The little of Pagefind's API that we use (1.5.2). */
interface Pagefind {
  options(options: { baseUrl: string; excerptLength: number; ranking: object }): Promise<void>;
  init(): Promise<void>;
  debouncedSearch(
    term: string,
    options: object,
    wait: number,
  ): Promise<{ results: { data(): Promise<Found> }[] } | null>;
}
interface Found {
  readonly url: string;
  readonly excerpt: string;
  readonly meta: Readonly<Record<string, string>>;
  readonly sub_results?: readonly { readonly title: string; readonly url: string; readonly excerpt: string }[];
}
type Words = Awaited<ReturnType<typeof liveWords>>;

const MOST = 12;
const WAIT_MS = 120;
const base = import.meta.env.BASE_URL.replace(/\/?$/, "/");

async function loadIndex(): Promise<Pagefind> {
  // Named through a variable: the index is written after the bundler has run.
  const address = `${base}pagefind/pagefind.js`;
  const pagefind = (await import(/* @vite-ignore */ address)) as Pagefind;
  // Lessons are long; by Pagefind's measure a short record of the same word would always come before them.
  await pagefind.options({ baseUrl: base, excerptLength: 22, ranking: { pageLength: 0.3 } });
  await pagefind.init();
  return pagefind;
}

const make = (name: string, className: string, text = ""): HTMLElement => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
};

/** Text with the found words marked, cut out of its place. Of the excerpt's markup nothing else is taken over. */
function excerptOf(html: string): HTMLElement {
  const excerpt = make("span", "excerpt", /^(<mark>)?\p{Lowercase}/u.test(html) ? "… " : "");
  for (const node of new DOMParser().parseFromString(html, "text/html").body.childNodes) {
    const text = node.textContent ?? "";
    excerpt.append(node.nodeName === "MARK" ? make("b", "", text) : text);
  }
  if (!/[.?!](<\/mark>)?$/.test(html)) excerpt.append(" …");
  return excerpt;
}

/** What a result is, by its own word or by where it stands. */
function kindOf({ url, meta }: Found): string {
  if (meta["kind"]) return meta["kind"];
  if (url.includes("/lessons/")) return "lesson";
  return url.includes("/lab/") ? "lab" : "page";
}

/**
 * Whether what is marked begins as a word of the reader's does. Where nothing has a word, Pagefind looks for ever
 * shorter beginnings of it, down to a letter.
 */
function isMeant({ excerpt }: Found, term: string): boolean {
  const begins = term
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.slice(0, 3));
  const marked = [...excerpt.matchAll(/<mark>([^<]*)/g)].map(([, text = ""]) => text.toLowerCase());
  return marked.some((text) => begins.some((begin) => text.includes(begin)));
}

/** The place of a page where the words stand, if one section has them. */
function resultOf(found: Found, { tr }: Words): HTMLElement {
  const { meta, sub_results: parts = [] } = found;
  const section = parts.find(({ url }) => url.includes("#"));
  const part = !meta["kind"] && parts[0]?.url.includes("#") ? section : undefined;
  const link = make("a", "") as HTMLAnchorElement;
  link.href = part?.url ?? found.url;
  const place = part?.title.replace(/\s*#$/, "") ?? meta["page"];
  link.append(
    make("span", "kind", tr(`search.kinds.${kindOf(found)}`)),
    make("strong", "", meta["title"] ?? ""),
    ...(place ? [make("span", "place", place)] : []),
    excerptOf(part?.excerpt ?? found.excerpt),
  );
  const item = document.createElement("li");
  item.append(link);
  return item;
}

export async function startSearch(dialog: HTMLDialogElement): Promise<void> {
  const field = dialog.querySelector<HTMLInputElement>("input");
  const list = dialog.querySelector<HTMLOListElement>(".results");
  const status = dialog.querySelector<HTMLElement>("[role=status]");
  if (!field || !list || !status) return;
  const words = await liveWords();
  const { tr, num } = words;
  const hint = status.textContent;
  let loading: Promise<Pagefind> | undefined;

  const search = async (): Promise<void> => {
    const term = field.value.trim();
    if (term === "") {
      list.replaceChildren();
      status.textContent = hint;
      return;
    }
    try {
      loading ??= loadIndex();
      const answer = await (await loading).debouncedSearch(term, {}, WAIT_MS);
      // null: the reader has typed on meanwhile.
      if (!answer) return;
      const loaded = await Promise.all(answer.results.slice(0, MOST).map((result) => result.data()));
      const found = loaded.filter((one) => isMeant(one, term));
      if (field.value.trim() !== term) return;
      list.replaceChildren(...found.map((one) => resultOf(one, words)));
      const total = found.length < loaded.length ? found.length : answer.results.length;
      status.textContent =
        total > MOST
          ? tr("search.more", { n: num(MOST), of: num(total), term })
          : tr("search.found", { n: total, term });
    } catch {
      loading = undefined;
      list.replaceChildren();
      status.textContent = tr("search.missing");
    }
  };
  field.addEventListener("input", () => void search());

  const links = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>("a")];
  dialog.addEventListener("keydown", (event) => {
    // In a search field Esc would only empty it.
    if (event.key === "Escape") {
      event.preventDefault();
      dialog.close();
    }
    if (event.key === "Enter" && event.target === field) {
      event.preventDefault();
      links()[0]?.click();
    }
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    const stops = [field, ...links()];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    const next = stops[Math.max(0, Math.min(stops.length - 1, at + step))];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  });
  // A place of this very page: the dialog must not stand before it.
  list.addEventListener("click", () => {
    dialog.close();
  });
  // What was typed before this script was there counts.
  if (field.value !== "") await search();
}

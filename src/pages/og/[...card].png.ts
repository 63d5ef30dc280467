import type { APIRoute, GetStaticPaths } from "astro";
import { DEFAULT_LOCALE, LOCALES, site } from "@/i18n/locales.ts";
import { LABS } from "@/lessons/labs.ts";
import { course } from "@/lessons/lessons.ts";
import { measured } from "@/lessons/measured.ts";
import { previewCard, type Card } from "@/lessons/preview-card.ts";

const PAGES = ["lessons", "glossary", "sources", "models", "diagnostics"] as const;

/** One preview picture for each page that has an address of its own, in each language. */
async function cards(locale: string): Promise<readonly (readonly [name: string, card: Card])[]> {
  const tr = site(locale);
  const kicker = tr("site.tagline");
  const lessons = (await course(locale)).flatMap((chapter) =>
    chapter.lessons.map(async ({ id, entry }): Promise<[string, Card]> => {
      const { figure } = await measured(entry);
      const name = tr("chapter.numbered", { n: chapter.number, title: chapter.title });
      return [`lessons/${id}`, { kicker: name, title: entry.data.title, figure }];
    }),
  );
  return [
    ["home", { kicker, title: tr("home.title"), figure: "relu-collapse" }],
    ...PAGES.map((page): [string, Card] => [page, { kicker, title: tr(`${page}.title`) }]),
    ["lab", { kicker, title: tr("nav.lab") }],
    ...LABS.map(({ id, figure }): [string, Card] => [
      `lab/${id}`,
      { kicker: tr("nav.lab"), title: tr(`lab.${id}.title`), figure },
    ]),
    ...(await Promise.all(lessons)),
  ];
}

export const getStaticPaths: GetStaticPaths = async () => {
  const all = LOCALES.map(async (locale) =>
    (await cards(locale)).map(([name, card]) => ({
      params: { card: locale === DEFAULT_LOCALE ? name : `${locale}/${name}` },
      props: { card, name: site(locale)("site.name") },
    })),
  );
  return (await Promise.all(all)).flat();
};

export const GET: APIRoute<{ card: Card; name: string }> = async ({ props }) => {
  const png = await previewCard(props.card, props.name);
  return new Response(Uint8Array.from(png), { headers: { "Content-Type": "image/png" } });
};

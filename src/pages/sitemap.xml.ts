import type { APIRoute } from "astro";
import { href } from "@/i18n/href.ts";
import { LOCALES } from "@/i18n/locales.ts";
import { routes } from "@/lessons/routes.ts";

export const GET: APIRoute = async ({ site }) => {
  const pages = await Promise.all(
    LOCALES.map(async (locale) => (await routes(locale)).map((path) => href(path, locale))),
  );
  const urls = pages.flat().map((path) => `  <url><loc>${new URL(path, site).href}</loc></url>`);
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join("\n")}\n</urlset>\n`;
  return new Response(xml, { headers: { "Content-Type": "application/xml" } });
};

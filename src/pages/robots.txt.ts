import type { APIRoute } from "astro";
import { asset } from "@/i18n/href.ts";

/** Everything may be read; single figures tell search engines themselves to stay away. */
export const GET: APIRoute = ({ site }) =>
  new Response(`User-agent: *\nAllow: /\nSitemap: ${new URL(asset("/sitemap.xml"), site).href}\n`);

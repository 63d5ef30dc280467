import type { APIRoute } from "astro";
import { runtimeScript } from "@/notebook/bundle.ts";

const headers = { "Content-Type": "text/javascript; charset=utf-8" };
/** What stands behind a cell's code in its worker: our runtime and the reference kernels. The page reads it as text. */
export const GET: APIRoute = async () => new Response(await runtimeScript(), { headers });

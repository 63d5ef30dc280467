import type { APIRoute } from "astro";
import { frameScript } from "@/notebook/bundle.ts";

const headers = { "Content-Type": "text/javascript; charset=utf-8" };
/** The script of the sandboxed frame. */
export const GET: APIRoute = async () => new Response(await frameScript(), { headers });

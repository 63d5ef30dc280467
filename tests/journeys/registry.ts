/** The figure registry as the build sees it, for tests in Node: the same modules, loaded by Vite. */
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createServer, type ViteDevServer } from "vite";

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Every figure's folder on the disk; no list to keep. */
export const figureIds: readonly string[] = readdirSync(at("src/figures"))
  .filter((name) => existsSync(at(`src/figures/${name}/figure.ts`)))
  .sort();

export interface Registry {
  readonly render: typeof import("@/figures/shell/render.ts");
  readonly state: typeof import("@/figures/shell/state.ts");
  readonly link: typeof import("@/figures/shell/link.ts");
  readonly export: typeof import("@/figures/shell/export.ts");
  readonly registry: typeof import("@/figures/shell/registry.ts");
  readonly close: () => Promise<void>;
}

export async function openRegistry(): Promise<Registry> {
  const server: ViteDevServer = await createServer({
    root: at("."),
    configFile: false,
    appType: "custom",
    logLevel: "error",
    resolve: { alias: { "@kernels": at("kernels"), "@content": at("content"), "@": at("src") } },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: [] },
  });
  const shell = (file: string): Promise<never> =>
    server.ssrLoadModule(at(`src/figures/shell/${file}.ts`)) as Promise<never>;
  return {
    render: await shell("render"),
    state: await shell("state"),
    link: await shell("link"),
    export: await shell("export"),
    registry: await shell("registry"),
    close: () => server.close(),
  };
}

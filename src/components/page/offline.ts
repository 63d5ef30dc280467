/**
 * Asks for the offline copy, and tells the reader when a new version of the site is there. Loaded by start.ts after the
 * reader's first touch, or on idle where the copy is there already: whoever only looks at one page does not pay for the
 * whole site, and what `npm run weigh` measures up to network idle is all that such a visit fetches. The copy's own
 * size is measured and bounded by the build step that lists it (tools/build/offline.mjs).
 */
import dialogsCss from "@/styles/dialogs.css?url";
import { liveWords } from "@/i18n/live.ts";
import { SKIP_WAITING } from "@/offline/messages.ts";
import { linkStyle } from "./link-style.ts";

/** Below the base path; `asset` of href.ts would bring all the site's strings along. */
const address = (path: string): string => import.meta.env.BASE_URL.replace(/\/?$/, "/") + path;

/** The line at the foot of the window; the page goes on as it is until the reader presses. */
async function offer(reload: () => void): Promise<void> {
  if (document.querySelector(".update")) return;
  const [{ tr }] = await Promise.all([liveWords(), linkStyle(dialogsCss)]);
  const line = document.createElement("div");
  line.className = "update";
  line.setAttribute("role", "status");
  const words = document.createElement("span");
  words.textContent = tr("update.there");
  const button = (text: string, run: () => void): HTMLButtonElement => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = text;
    made.addEventListener("click", run);
    return made;
  };
  line.append(
    words,
    button(tr("update.reload"), reload),
    button(tr("update.later"), () => {
      line.remove();
    }),
  );
  document.body.append(line);
}

export async function startOffline(): Promise<void> {
  const container = navigator.serviceWorker;
  const hadWorker = container.controller !== null;
  let isAsked = false;
  container.addEventListener("controllerchange", () => {
    if (isAsked) location.reload();
    // Another tab has let the new version in.
    else if (hadWorker) void offer(() => location.reload());
  });
  const registration = await container.register(address("sw.js"), { scope: address("") });
  const tell = (): void => {
    const { waiting } = registration;
    if (!waiting || !container.controller) return;
    void offer(() => {
      isAsked = true;
      waiting.postMessage({ type: SKIP_WAITING });
    });
  };
  tell();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", tell);
  });
}

/** What a page may tell the service worker: let the waiting version take over. */
export const SKIP_WAITING = "inverted-skip-waiting";

/**
 * Loads the page anew if the site can be reached: Firefox remembers a module that failed once and never asks for it
 * again, and after a new release an old page's modules are gone. The figure's state is in the address. Out of reach,
 * the page stays as it is: its words are worth more than the browser's page about the network.
 */
export async function reloadIfReachable(): Promise<void> {
  const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => undefined);
  if (answer?.ok) location.reload();
}

/** Links a style sheet that a page needs only once something is touched. One that cannot be had costs looks alone. */
const links = new Map<string, Promise<void>>();

export function linkStyle(url: string): Promise<void> {
  const linking =
    links.get(url) ??
    new Promise<void>((resolve) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = url;
      link.onload = () => {
        resolve();
      };
      link.onerror = () => {
        // The next time may find it.
        links.delete(url);
        link.remove();
        resolve();
      };
      document.head.append(link);
    });
  links.set(url, linking);
  return linking;
}

/** Which build this is: the commit and its date, so that the same commit gives the same bytes. */
import { execFileSync } from "node:child_process";
import project from "../../../package.json" with { type: "json" };

function git(...args: string[]): string | undefined {
  try {
    return execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return undefined; // a tree without git, such as an unpacked archive: the package's version is all there is
  }
}
const commit = git("show", "-s", "--format=%h %cs", "HEAD")?.split(" ");

export const version: { readonly version: string; readonly date: string } = {
  version: [project.version, commit?.[0]].filter(Boolean).join(" · "),
  date: commit?.[1] ?? "",
};

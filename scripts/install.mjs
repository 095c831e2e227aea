import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fingerprint, giveUp, inProject, run } from "./project.mjs";

/** Says which lock file was installed; it lies in node_modules and goes when that goes. */
const stamp = inProject("node_modules", ".installed-from");

/**
 * Installs what package-lock.json lists, unless that is what is installed.
 *
 * @param {(pid: number) => void} note is told the program that installs
 */
export async function install(note) {
  const inputs = wanted();
  if (isInstalled()) return;
  if (!isInstalledByHand()) {
    console.log("Installing packages (about a minute)…");
    const { code, said } = await run("npm", ["ci", "--include=dev"], { started: note });
    if (code !== 0) {
      console.error(said);
      giveUp(
        "The packages could not be installed (the lines above say why): check the connection to the npm registry, then start again.",
      );
    }
  }
  writeFileSync(stamp, inputs);
}

/** What is to be installed, as a fingerprint. */
export const wanted = () => fingerprint(["package-lock.json"]);

/** Whether what package-lock.json lists is what was installed. */
export const isInstalled = () => existsSync(stamp) && readFileSync(stamp, "utf8") === wanted();

/** npm notes what it has installed when it is done; an installation cut short has no note. */
function isInstalledByHand() {
  const noted = inProject("node_modules", ".package-lock.json");
  if (!existsSync(noted)) return false;
  const { packages: listed } = JSON.parse(readFileSync(inProject("package-lock.json"), "utf8"));
  const { packages: present } = JSON.parse(readFileSync(noted, "utf8"));
  return Object.entries(listed).every(
    ([path, { version, optional, os, cpu, link }]) =>
      path === "" ||
      link ||
      optional ||
      os ||
      cpu ||
      (present[path]?.version === version && existsSync(inProject(path))),
  );
}

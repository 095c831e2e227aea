import { existsSync, readFileSync } from "node:fs";
import { inProject, giveUp, run } from "./project.mjs";

/**
 * Installs what package-lock.json lists, unless that is what is installed.
 *
 * @param {(pid: number) => void} note is told the program that installs
 */
export async function install(note) {
  if (isInstalled()) return;
  console.log("Installing packages (about a minute)…");
  const { code, said } = await run("npm", ["ci", "--include=dev"], { started: note });
  if (code === 0) return;
  console.error(said);
  giveUp(
    "The packages could not be installed (the lines above say why): check the connection to the npm registry, then start again.",
  );
}

/** npm notes what it has installed when it is done; an installation cut short has no note. */
function isInstalled() {
  const noted = inProject("node_modules", ".package-lock.json");
  if (!existsSync(noted)) return false;
  const { packages: wanted } = JSON.parse(readFileSync(inProject("package-lock.json"), "utf8"));
  const { packages: present } = JSON.parse(readFileSync(noted, "utf8"));
  return Object.entries(wanted).every(
    ([path, { version, optional, os, cpu, link }]) =>
      path === "" ||
      link ||
      optional ||
      os ||
      cpu ||
      (present[path]?.version === version && existsSync(inProject(path))),
  );
}

import { existsSync, readFileSync } from "node:fs";
import { inProject, giveUp, run } from "./project.mjs";

/**
 * Installs what package-lock.json lists, unless that is what is installed.
 *
 * @param {{ everything?: boolean, note: (pid: number) => void }} options `everything` includes what only tests and tools need
 */
export async function install({ everything = false, note }) {
  if (isInstalled(everything)) return;
  console.log("Installing packages (about a minute)…");
  const env = everything ? { NODE_ENV: "" } : {};
  const { code, said } = await run("npm", ["ci", "--no-audit", "--no-fund"], {
    env,
    started: note,
  });
  if (code === 0) return;
  console.error(said);
  giveUp(
    "The packages could not be installed (the lines above say why): check the connection to the npm registry, then start again.",
  );
}

/** npm notes what it has installed when it is done; an installation cut short has no note. */
function isInstalled(everything) {
  const wanted = JSON.parse(readFileSync(inProject("package-lock.json"), "utf8")).packages;
  const noted = inProject("node_modules", ".package-lock.json");
  if (!existsSync(noted)) return false;
  const present = JSON.parse(readFileSync(noted, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, dev, optional, devOptional, link }]) =>
      path === "" ||
      link ||
      optional ||
      (!everything && (dev || devOptional)) ||
      (present[path]?.version === version && existsSync(inProject(path))),
  );
}

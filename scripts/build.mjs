import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { alone } from "./alone.mjs";
import { bundle } from "./bundle.mjs";
import { install, isInstalled } from "./install.mjs";
import { fingerprint, giveUp, inProject, runNode } from "./project.mjs";

const stamp = inProject("dist", "built-from");

/** Makes the project ready to run: packages installed, pages and processes built, each only when its inputs changed. */
export async function prepare() {
  // Nothing is written where nothing is to be done, so a built checkout starts from a read-only disk too.
  if (isInstalled() && isBuilt(sources())) return;
  await alone(async (note) => {
    await install(note);
    await build(note);
  });
}

/** Installs packages only. */
export async function prepareTools() {
  await alone(install);
}

async function build(note) {
  const inputs = sources();
  if (isBuilt(inputs)) return;

  console.log("Building (about a minute)…");
  rmSync(stamp, { force: true });
  // types remembered from an earlier build were seen to report errors that are gone
  rmSync(inProject(".next", "cache", ".tsbuildinfo"), { force: true });
  const pages = runNode("next/dist/bin/next", ["build"], {
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    started: note,
  });
  const processes = bundle("dist").catch((error) => error);
  const [{ code, said }, failed] = await Promise.all([pages, processes]);
  if (code !== 0 || failed) {
    console.error(said, failed ?? "");
    giveUp("The build failed; the lines above say why.");
  }
  mkdirSync(inProject("dist"), { recursive: true });
  writeFileSync(stamp, inputs);
}

function isBuilt(inputs) {
  const built = existsSync(stamp) && readFileSync(stamp, "utf8");
  return built === inputs && existsSync(inProject(".next", "BUILD_ID"));
}

/** A fingerprint of everything the build reads. */
export function sources() {
  const atTheTop = readdirSync(inProject()).filter((name) => /\.(ts|tsx|mjs|json|css)$/.test(name));
  const tools = /^(vitest|playwright|drizzle)\.config\.ts$|^knip\.json$|^next-env\.d\.ts$/;
  return fingerprint(
    [
      "app",
      "components",
      "lib",
      "public",
      "scripts/bundle.mjs",
      ...atTheTop.filter((name) => !tools.test(name)).toSorted(),
    ],
    (path) => /\.test\.tsx?$/.test(path),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await prepare();

import { inProject } from "./project.mjs";

const processes = ["launcher", "server", "worker", "cli", "rehearsal"];

/**
 * Bundles our own processes from the sources the pages are built from. Packages stay outside and are loaded from
 * node_modules.
 *
 * @param {string} folder where the bundles go, inside the project
 */
export async function bundle(folder) {
  const { build, stop } = await import("esbuild");
  await build({
    absWorkingDir: inProject(),
    entryPoints: processes.map((name) => `lib/processes/${name}.ts`),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "linked",
    logLevel: "warning",
    plugins: [harmlessServerOnly],
  });
  await stop();
}

/** `server-only` guards pages; outside Next it refuses to load at all. */
const harmlessServerOnly = {
  name: "server-only",
  setup(build) {
    build.onResolve({ filter: /^server-only$/ }, ({ path }) => ({ path, namespace: "nothing" }));
    build.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "" }));
  },
};

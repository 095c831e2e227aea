import { prepare, prepareTools } from "./build.mjs";
import { inProject, project, run } from "./project.mjs";

// npm run bench: measures speed, each figure against a limit measured in the same run, and writes docs/benchmarks.md.
// npm run bench -- --quick: within a minute, to see that the bench itself works; writes nothing.
// npm run bench -- --only Calls: one section, in full; writes nothing.
process.chdir(project);
// The full run builds a fresh copy, since that is one of the things it measures.
await (["--quick", "--only"].some((one) => process.argv.includes(one))
  ? prepare()
  : prepareTools());
await bundle();
const { code } = await run(
  process.execPath,
  ["--enable-source-maps", inProject("dist/bench/bench.mjs"), ...process.argv.slice(2)],
  { show: true },
);
process.exitCode = code;

/** The bench works with the product's own modules, so it is bundled like the product's own processes. */
async function bundle() {
  const { build, stop } = await import("esbuild");
  await build({
    absWorkingDir: inProject(),
    entryPoints: ["bench", "api-server", "by-hand", "load", "raw-bcrypt", "seed-part"].map(
      (name) => `bench/${name}.ts`,
    ),
    outdir: "dist/bench",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "linked",
    logLevel: "warning",
    alias: { "server-only": "./node_modules/server-only/empty.js" },
  });
  await stop();
}

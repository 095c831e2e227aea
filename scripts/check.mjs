import { fileURLToPath } from "node:url";
import { prepareTools } from "./build.mjs";
import { run, runNode } from "./project.mjs";

/** What is looked at without running the product, each with how it is done. */
const looks = {
  format: () => runNode("oxfmt/bin/oxfmt", ["--check"]),
  lint: () => runNode("oxlint/bin/oxlint", ["--type-aware", "--deny-warnings"]),
  types: async () => {
    const routes = await runNode("next/dist/bin/next", ["typegen"]);
    return routes.code === 0
      ? runNode("typescript/bin/tsc", ["--noEmit", "--incremental", "false"])
      : routes;
  },
  layers: async () => {
    const result = await run(process.execPath, [
      ...[
        "--import",
        "./scripts/read-tsx.mjs",
        "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
      ],
      ...["--config", ".dependency-cruiser.cjs", "app", "components", "lib"],
    ]);
    return seesEnough(result)
      ? result
      : {
          ...result,
          code: 1,
          said: `${result.said}\nToo few modules were seen: the tool no longer reads TypeScript.`,
        };
  },
  "dead code": () => runNode("knip/bin/knip.js", ["--no-progress"]),
};

/** dependency-cruiser finds nothing and is content when it cannot read the sources. */
function seesEnough({ said }) {
  const [, modules] = /(\d+) modules/.exec(said) ?? [];
  return Number(modules) >= 100;
}

/**
 * Looks at everything, two at a time.
 *
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function check() {
  const waiting = Object.entries(looks);
  const count = { passed: 0, failed: 0 };
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, look] = next;
      const { code, said, seconds } = await look();
      count[code === 0 ? "passed" : "failed"]++;
      console.log(`${code === 0 ? "✓" : "✗"} ${name} (${seconds.toFixed(1)} s)`);
      if (code !== 0) console.log(said.trim());
    }
  };
  await Promise.all([lane(), lane()]);
  return count;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await prepareTools();
  const { passed, failed } = await check();
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { build } from "esbuild";

const project = process.cwd();

/**
 * Bundles one entry of ours and starts it as a process of its own, as the product's own processes are.
 * @param env added to this process's environment; a test runner's own marks are taken out
 */
export async function startProcess(
  entry: URL,
  env: Record<string, string> = {},
): Promise<ChildProcess & { said: () => string }> {
  const program = await bundled(entry);
  const { VITEST: _ours, CASTELLAN_TEST_BCRYPT_COST: cost, ...inherited } = process.env;
  const quickHashes = env.NODE_ENV !== "production" && cost;
  const child = fork(program, {
    env: { ...inherited, ...(quickHashes && { CASTELLAN_TEST_BCRYPT_COST: cost }), ...env },
    silent: true,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => (said += text));
  }
  return Object.assign(child, { said: () => said });
}

/** The bundle of one entry of ours, made once. */
export async function bundled(entry: URL): Promise<URL> {
  const path = fileURLToPath(entry);
  const outfile = join(
    project,
    `node_modules/.cache/castellan-tests/${basename(path, ".ts")}-${process.pid}.mjs`,
  );
  await (bundles.get(path) ??
    bundles
      .set(
        path,
        build({
          absWorkingDir: project,
          entryPoints: [path],
          outfile,
          bundle: true,
          packages: "external",
          platform: "node",
          format: "esm",
          target: "node20",
          logLevel: "warning",
        }),
      )
      .get(path));
  return pathToFileURL(outfile);
}

const bundles = new Map<string, Promise<unknown>>();

/** The next message of a process; fails with what it said when it ends instead. */
export async function nextMessage<T>(child: ChildProcess & { said: () => string }): Promise<T> {
  const gone = new AbortController();
  const ended = once(child, "exit", { signal: gone.signal }).then(() => {
    throw new Error(`the process ended: ${child.said().slice(-2_000)}`);
  });
  ended.catch(() => {});
  try {
    const [message] = (await Promise.race([
      once(child, "message", { signal: gone.signal }),
      ended,
    ])) as [T];
    return message;
  } finally {
    gone.abort();
  }
}

/** Ends a process at once, whatever it is doing. */
export async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

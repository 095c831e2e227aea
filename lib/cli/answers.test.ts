import { spawn } from "node:child_process";

import { expect, test } from "vitest";

import { testInstallation } from "@/lib/db/testing";
import { bundled } from "@/lib/processes/testing";

const installation = testInstallation();

/** Runs a command as an operator would, its two outputs apart. */
async function run(args: string[], env: Record<string, string>) {
  const cli = await bundled(new URL("../processes/cli.ts", import.meta.url));
  const { VITEST: _ours, CASTELLAN_TEST_BCRYPT_COST: _quick, ...inherited } = process.env;
  const child = spawn(process.execPath, [cli.pathname, ...args], {
    env: { ...inherited, NODE_ENV: "production", DATABASE_URL: installation.ownerUrl, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.err += text));
  await new Promise((closed) => child.once("close", closed));
  return said;
}

test("the answer of a command stands alone on standard output; its log goes beside it, as much as is asked for", async () => {
  const setup = ["setup", "--account", "Acme", "--name", "Olga", "--email", "olga@example.test"];
  const { out, err } = await run(setup, { CASTELLAN_LOG_LEVEL: "info" });
  expect(out.trim().split("\n").at(-1)).toMatch(/^http\S+#t=\S+$/);
  expect(out).not.toContain('"level"');
  const lines = err.split("\n").filter((line) => line.startsWith("{"));
  expect(lines.map((line) => JSON.parse(line) as unknown)).toContainEqual(
    expect.objectContaining({ level: "info", msg: "command" }),
  );
  expect((await run(["status"], {})).err).not.toContain('"level"');
  expect((await run(["status"], { CASTELLAN_LOG_LEVEL: "loud" })).err).toMatch(
    /^CASTELLAN_LOG_LEVEL must be trace, debug/,
  );
}, 60_000);

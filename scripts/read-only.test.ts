import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

const checkout = mkdtempSync(join(tmpdir(), "castellan-read-only-"));
afterAll(() => {
  execFileSync("chmod", ["-R", "u+w", checkout]);
  rmSync(checkout, { recursive: true, force: true });
});

/** Runs a line of script in the checkout; as root, by a user whom file modes bind. */
const inCheckout = (script: string, unprivileged = false) =>
  spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: checkout,
    encoding: "utf8",
    ...(unprivileged && process.getuid?.() === 0 && { uid: 65_534, gid: 65_534 }),
  });

test("an installed and built checkout is prepared without writing anything into it", () => {
  for (const path of ["scripts", "package.json", "package-lock.json"])
    cpSync(path, join(checkout, path), { recursive: true });
  for (const folder of ["node_modules", "dist", ".next"]) mkdirSync(join(checkout, folder));
  writeFileSync(join(checkout, ".next", "BUILD_ID"), "built");
  const stamped = inCheckout(
    `import { writeFileSync } from "node:fs";
     import { sources } from "./scripts/build.mjs";
     import { wanted } from "./scripts/install.mjs";
     writeFileSync("node_modules/.installed-from", wanted());
     writeFileSync("dist/built-from", sources());`,
  );
  expect(stamped.stderr).toBe("");
  execFileSync("chmod", ["-R", "a+rX,a-w", checkout]);
  chmodSync(checkout, 0o555);

  const { status, stderr } = inCheckout(
    `import { prepare } from "./scripts/build.mjs"; await prepare();`,
    true,
  );
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

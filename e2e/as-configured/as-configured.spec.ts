import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort } from "@/lib/processes/free-port";
import { expectSignedOut, signIn } from "@/e2e/door";
import { expect, type Page, test } from "@/e2e/fixtures";
import { authorityIn } from "./certificates";
import { type DatabaseServer, databaseServer } from "./database-server";
import { mailServer } from "./mail-server";

const host = "people.castellan.test";
const password = "seven brass kettles whistling";

test.use({
  ignoreHTTPSErrors: true,
  actionTimeout: 20_000,
  launchOptions: async ({ launchOptions }, use) =>
    use({
      ...launchOptions,
      args: [...(launchOptions.args ?? []), `--host-resolver-rules=MAP ${host} 127.0.0.1`],
    }),
});

/** What was started, to be ended whatever happens. */
const undo: (() => Promise<unknown> | void)[] = [];
test.afterAll(async () => {
  for (let step = undo.pop(); step; step = undo.pop()) await step();
});

/** Starts a program; it ends with the story. */
function run(program: string, args: string[], env: Record<string, string>) {
  const { PATH, HOME } = process.env;
  const child = spawn(program, args, {
    env: { PATH, HOME, NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const running = { child, said: "", ended: once(child, "exit") };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (running.said += text));
  undo.push(() => end(running));
  return running;
}

async function end({ child, ended }: { child: ChildProcess; ended: Promise<unknown> }) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await ended;
}

test("[P26] [P66] [P68] [P70] an installation as its operator configures it: the main job, a letter, a drill and a restore", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), "castellan-as-configured-"));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o711);
  for (const name of ["database", "backups", "castellan"]) mkdirSync(join(folder, name));
  for (const name of ["database", "castellan"]) chmodSync(join(folder, name), 0o711);
  const { authority, issue } = authorityIn(folder);
  chmodSync(authority, 0o644);
  const forLocalhost = issue("localhost");
  const edgeCertificate = issue(host);

  const database: DatabaseServer = await databaseServer(
    join(folder, "database"),
    authority,
    forLocalhost,
  );
  undo.push(() => database.stop());
  const mail = await mailServer(forLocalhost);
  undo.push(() => mail.stop());

  const [port, https, http] = [await freePort(), await freePort(), await freePort()];
  const origin = `https://${host}:${https}`;
  run("caddy", ["run", "--config", "deploy/Caddyfile", "--adapter", "caddyfile"], {
    PEOPLE: host,
    CASTELLAN_TLS: `${edgeCertificate.certificate} ${edgeCertificate.key}`,
    HTTP_PORT: String(http),
    HTTPS_PORT: String(https),
    UPSTREAM: `127.0.0.1:${port}`,
    XDG_DATA_HOME: folder,
    XDG_CONFIG_HOME: folder,
  });

  const env = {
    PORT: String(port),
    DATABASE_URL: database.url,
    CASTELLAN_ORIGIN: origin,
    CASTELLAN_DATA_DIR: join(folder, "castellan"),
    CASTELLAN_ROOT_KEY: randomBytes(32).toString("base64"),
    CASTELLAN_BACKUP_DIR: join(folder, "backups"),
    CASTELLAN_PGBACKREST_STANZA: "main",
    PGBACKREST_CONFIG: database.pgBackRestConfig,
    SMTP_URL: mail.url,
    SMTP_CA_FILE: authority,
    MAIL_FROM: "People <people@castellan.test>",
    TRUSTED_PROXY: "127.0.0.1",
  };
  async function start() {
    const launched = run(process.execPath, ["dist/launcher.mjs"], env);
    await expect
      .poll(() => launched.said, { timeout: 90_000, message: "the product starts" })
      .toContain("Ctrl-C stops everything");
    return launched;
  }
  async function command(...args: string[]) {
    const running = run(process.execPath, ["dist/cli.mjs", ...args], env);
    const [code] = (await running.ended) as [number];
    return { code, said: running.said };
  }

  let launched = await start();
  const page = await (
    await browser.newContext({ ignoreHTTPSErrors: true, baseURL: origin })
  ).newPage();
  const mia = await (
    await browser.newContext({ ignoreHTTPSErrors: true, baseURL: origin })
  ).newPage();

  await test.step("the first owner sets up the account through the edge", async () => {
    await page.goto(/^https\S+\/set-up\S*$/m.exec(launched.said)![0]);
    await page.getByLabel("Account").fill("Hearth & Home");
    await page.getByLabel("Your name").fill("Olga Owner");
    await page.getByLabel("Your e-mail address").fill("olga@example.test");
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Create the account" }).click();
    await signInWhereAsked(page, "olga@example.test");
  });

  await test.step("an invitation arrives through a mail server that is known by name", async () => {
    await page.goto("/users/invite");
    await page.getByLabel("E-mail addresses").fill("mia@example.test");
    await page.getByLabel("E-mail addresses").press("Enter");
    await page.getByRole("button", { name: /^(Invite|Send)/ }).click();
    await expect
      .poll(() => mail.linksTo("mia@example.test").length, {
        timeout: 30_000,
        message: `the letter arrives\n${launched.said.slice(-1_000)}`,
      })
      .toBeGreaterThan(0);
    await mia.goto(mail.linksTo("mia@example.test")[0]!);
    await mia.getByLabel("Password", { exact: true }).fill(password);
    await mia.getByRole("button", { name: "Set password" }).click();
    await signInWhereAsked(mia, "mia@example.test");
  });

  await test.step("a drill passes on a backup of the running database", async () => {
    expect(await command("backup")).toMatchObject({ code: 0 });
    let drilled = await command("drill");
    // the worker may be at its own first one
    for (
      let tries = 0;
      drilled.code !== 0 && /already|running/.test(drilled.said) && tries < 5;
      tries++
    )
      drilled = await command("drill");
    expect(drilled.said).not.toMatch(/failed/i);
    expect(drilled.code, drilled.said).toBe(0);
    // Health remembers for half a minute that there was no backup yet.
    await expect
      .poll(async () => (await fetch(`http://127.0.0.1:${port}/api/health`)).json(), {
        timeout: 60_000,
      })
      .toMatchObject({ state: "ok", backups: "good", letters: "ok" });
  });

  await test.step("everything is stopped and restored, and people sign in as before", async () => {
    await end(launched);
    await database.stop();
    const restored = await command("restore");
    expect(restored.code, restored.said).toBe(0);
    await database.start();
    launched = await start();
    await page.goto("/users");
    await expectSignedOut(page); // a restore ends every session
    await signIn(page, "olga@example.test", password);
    await expect(page.getByRole("row", { name: /mia@example.test/ })).toContainText("Active");
  });
});

/** Signs in, unless the page is inside already. */
async function signInWhereAsked(page: Page, email: string): Promise<void> {
  await page.waitForURL((url) => !/set-up|set-password/.test(url.pathname));
  if (new URL(page.url()).pathname === "/sign-in") await signIn(page, email, password);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
}

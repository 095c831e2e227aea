import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { announce, holdDataDir } from "./data-dir";
import { freePort } from "./free-port";

const bundles = "dist/start-test";
let scratch: string;

beforeAll(async () => {
  const { bundle } = await import("@/scripts/bundle.mjs");
  await bundle(bundles);
});
afterAll(() => rmSync(bundles, { recursive: true, force: true }));
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "castellan-start-"));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs one of our programs to its end with this environment and nothing of ours. */
async function run(program: "launcher" | "cli", env: Record<string, string>, args: string[] = []) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [join(bundles, `${program}.mjs`), ...args], {
    env: {
      PATH,
      HOME,
      NODE_ENV: "production",
      PORT: String(await freePort()),
      CASTELLAN_DATA_DIR: join(scratch, "data"),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const code = await new Promise<number | null>((done) => child.once("close", done));
  return { code, said: said.trim() };
}

/** The launcher refuses to start: exit code 1 and exactly one sentence. */
async function refuses(env: Record<string, string>, sentence: RegExp) {
  const { code, said } = await run("launcher", env);
  expect(said).toMatch(sentence);
  expect(said.split("\n")).toHaveLength(1);
  expect(code).toBe(1);
}

describe("a start that cannot succeed says in one sentence what to do", () => {
  test("the port is taken", async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
    const { port } = other.address() as AddressInfo;
    await refuses(
      { PORT: String(port) },
      new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is taken .* with PORT\\.$`),
    );
    await new Promise((done) => other.close(done));
  });

  test("the data directory cannot be written", async () => {
    writeFileSync(join(scratch, "file"), "");
    await refuses(
      { CASTELLAN_DATA_DIR: join(scratch, "file", "data") },
      /^The data directory .* cannot be written \(ENOTDIR\): .*CASTELLAN_DATA_DIR\.$/,
    );
  });

  test("the data directory is in use by another start", async () => {
    const dataDir = join(scratch, "data");
    mkdirSync(dataDir);
    const release = await holdDataDir(dataDir);
    writeFileSync(join(dataDir, "password"), "");
    announce(dataDir, { port: 1, owner: "x", passwordFile: join(dataDir, "password"), origin: "" });
    await refuses({}, /^Castellan is already running on .*data: .*stop it first/);
    await release?.();
  });

  test("the origin is plain http on a network", () =>
    refuses(
      { CASTELLAN_ORIGIN: "http://people.example.com" },
      /^CASTELLAN_ORIGIN .* https:\/\/ address\.$/,
    ));

  test("the origin is on a network and there is no mail server", () =>
    refuses({ CASTELLAN_ORIGIN: "https://people.example.com" }, /^SMTP_URL is missing/));
});

describe("a server of one's own", () => {
  let url: string;
  const env = () => ({ DATABASE_URL: url, CASTELLAN_DATA_DIR: join(scratch, "data") });

  beforeEach(async () => {
    const name = `start_${randomBytes(6).toString("hex")}`;
    await onServer(`create database ${name}`);
    url = serverUrl().replace(/[^/]+$/, name);
  });

  const serverUrl = () => process.env.CASTELLAN_TEST_DATABASE_URL ?? "";

  async function onServer(statement: string, at = serverUrl()) {
    const client = new pg.Client({ connectionString: at });
    await client.connect();
    await client.query(statement);
    await client.end();
  }

  async function prepared() {
    const { code, said } = await run("cli", env(), ["migrate"]);
    expect(said).toBe("The database has the version of this program.");
    expect(code).toBe(0);
  }

  test("the host is wrong", async () => {
    await refuses(
      { DATABASE_URL: `postgres://owner:secret@127.0.0.1:${await freePort()}/x` },
      /^The database server at 127\.0\.0\.1:\d+ does not listen on port \d+: start it, or correct host and port in DATABASE_URL/,
    );
  });

  test("the password is wrong, and is not repeated", async () => {
    await refuses(
      { DATABASE_URL: url.replace(/:[^:@]+@/, ":hunter2@") },
      /^(?!.*hunter2)The database server at \S+ refused the user or password: correct DATABASE_URL/,
    );
  });

  test("the database does not exist", async () => {
    await refuses(
      { DATABASE_URL: serverUrl().replace(/[^/]+$/, "nowhere") },
      /^The database server at \S+ has no database "nowhere": create it \(.*\), or correct DATABASE_URL/,
    );
  });

  test("the data is of a newer version, and stays as it is", async () => {
    await prepared();
    await onServer(
      "insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 99999999999999)",
      url,
    );
    await refuses(env(), /^This data was written by a newer Castellan: start that version/);
    await onServer("delete from drizzle.__drizzle_migrations where hash = 'newer'", url);
    await prepared();
  });

  test("the root key is missing or another one, and nothing is changed", async () => {
    await prepared();
    const file = join(scratch, "data", "root.key");
    renameSync(file, `${file}.away`);
    await refuses(
      env(),
      /^This data was written with a root key that is missing: put into .*root\.key the key/,
    );
    const another = randomBytes(32).toString("base64");
    await refuses(
      { ...env(), CASTELLAN_ROOT_KEY: another },
      /^The root key is not the one .*: set CASTELLAN_ROOT_KEY/,
    );
    renameSync(`${file}.away`, file);
    expect(readFileSync(file, "utf8").trim()).toHaveLength(44);
    await prepared();
  });
});

describe("the command line", () => {
  test.each([
    [["--help"], 0, /^Usage: npx castellan <command>[\s\S]*setup[\s\S]*rotate-root-key/],
    [["setup", "--help"], 0, /^Usage: npx castellan setup --account "…" --email "…" --name "…"/],
    [["set-up"], 2, /^There is no command "set-up"\.[\s\S]*Usage:/],
    [["setup", "--account", "Acme"], 2, /^Missing: --email, --name\.[\s\S]*Usage:/],
    [["status", "--loud"], 2, /Unknown option '--loud'[\s\S]*Usage:/],
  ])("%j is understood without a database", async (args, code, sentence) => {
    const { code: ended, said } = await run(
      "cli",
      { DATABASE_URL: "postgres://nobody@127.0.0.1:1/x" },
      args,
    );
    expect(said).toMatch(sentence);
    expect(ended).toBe(code);
  });

  test("starts the embedded database for as long as it works, and leaves nothing running", async () => {
    const { code, said } = await run("cli", {}, ["migrate"]);
    expect({ code, said }).toEqual({
      code: 0,
      said: "The database has the version of this program.",
    });
    expect(await holdDataDir(join(scratch, "data"))).not.toBeNull();
  });
});

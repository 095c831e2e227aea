import { describe, expect, test } from "vitest";
import { addressList, isLoopback, readEnv, StartError } from "./env";

const smtp = { SMTP_URL: "smtps://post:secret@mail.example.com" };
const edge = { CASTELLAN_ORIGIN: "https://people.example.com", ...smtp };
const key = "a".repeat(43) + "=";

test("nothing at all is a working configuration on this machine", () => {
  expect(readEnv({}, "/srv/castellan")).toEqual({
    databaseUrl: null,
    origin: "http://localhost:3000",
    rootKey: null,
    nextRootKey: null,
    dataDir: "/srv/castellan/.castellan",
    smtpUrl: null,
    smtpCaFile: null,
    mailFrom: "Castellan <castellan@localhost>",
    port: 3000,
    host: "127.0.0.1",
    trustedProxy: [],
    webhookAllow: [],
    apiCalls: 600,
    keyStore: null,
    keyStoreBefore: null,
    keyRetentionDays: 7,
    metricsToken: null,
    region: null,
    backupRegion: null,
    workerPort: null,
    loopback: true,
    secure: false,
    breachedPasswords: null,
    environment: "production",
    backupDir: null,
    backupRecipient: null,
    pgBackRestStanza: null,
  });
});

test("behind the TLS edge everything is taken from the environment", () => {
  const env = readEnv({
    ...edge,
    CASTELLAN_ORIGIN: "https://people.example.com/",
    DATABASE_URL: "postgres://owner:secret@db.internal:5433/castellan",
    CASTELLAN_ROOT_KEY: key,
    CASTELLAN_DATA_DIR: "/var/lib/castellan",
    MAIL_FROM: "People <people@example.com>",
    PORT: "8080",
    HOST: "0.0.0.0",
    TRUSTED_PROXY: "10.0.0.0/8, fd00::1",
  });
  expect(env).toMatchObject({
    origin: "https://people.example.com",
    dataDir: "/var/lib/castellan",
    mailFrom: "People <people@example.com>",
    port: 8080,
    host: "0.0.0.0",
    trustedProxy: ["10.0.0.0/8", "fd00::1"],
    loopback: false,
    secure: true,
  });
});

test("an empty variable counts as missing", () => {
  expect(readEnv({ DATABASE_URL: "", PORT: " " })).toMatchObject({ databaseUrl: null, port: 3000 });
});

describe("what cannot work ends in one sentence that names the variable and the way out", () => {
  test.each<[Record<string, string>, RegExp]>([
    [{ PORT: "http" }, /^PORT must be a number from 1 to 65535\.$/],
    [{ PORT: "70000" }, /^PORT must/],
    [{ DATABASE_URL: "mysql://db" }, /^DATABASE_URL must look like postgres:/],
    [
      { CASTELLAN_ORIGIN: "people.example.com" },
      /^CASTELLAN_ORIGIN must be the address people type/,
    ],
    [
      { CASTELLAN_ORIGIN: "https://people.example.com/app" },
      /^CASTELLAN_ORIGIN .* take the path away/,
    ],
    [
      { CASTELLAN_ORIGIN: "http://people.example.com", ...smtp },
      /^CASTELLAN_ORIGIN .* in the clear: put the TLS edge/,
    ],
    [{ CASTELLAN_ORIGIN: "https://people.example.com" }, /^SMTP_URL is missing.*set SMTP_URL/],
    [{ HOST: "0.0.0.0" }, /^HOST=0\.0\.0\.0 would open .* leave HOST out/],
    [{ CASTELLAN_ROOT_KEY: "short" }, /^CASTELLAN_ROOT_KEY must be 32 bytes in base64/],
    [{ SMTP_URL: "mail.example.com" }, /^SMTP_URL must look like smtps:/],
    [{ MAIL_FROM: "nobody" }, /^MAIL_FROM must be an address/],
    [{ MAIL_FROM: "A <a@example.com>\r\nBcc: b@example.com" }, /^MAIL_FROM must be an address/],
    [{ TRUSTED_PROXY: "10.0.0.0/33" }, /^TRUSTED_PROXY must be addresses/],
  ])("%o", (source, sentence) => {
    expect(() => readEnv(source)).toThrow(StartError);
    expect(() => readEnv(source)).toThrow(sentence);
  });
});

test("no sentence repeats a password or a key", () => {
  for (const source of [
    { DATABASE_URL: "mysql://u:hunter2@db" },
    { SMTP_URL: "http://u:hunter2@mail" },
    { CASTELLAN_ROOT_KEY: "hunter2" },
  ])
    expect(() => readEnv(source)).toThrow(/^(?!.*hunter2)/);
});

test("only names that can mean this machine alone are loopback", () => {
  for (const host of ["localhost", "app.localhost", "127.0.0.1", "127.9.9.9", "[::1]", "::1"])
    expect(isLoopback(host)).toBe(true);
  for (const host of [
    "localhost.example.com",
    "128.0.0.1",
    "127.0.0.1.example.com",
    "0.0.0.0",
    "::",
  ])
    expect(isLoopback(host)).toBe(false);
});

test("a list of addresses knows networks, also through IPv6 sockets", () => {
  const edges = addressList(["10.0.0.0/8", "fd00::1"]);
  expect(["10.1.2.3", "::ffff:10.1.2.3", "fd00::1"].map(edges)).toEqual([true, true, true]);
  expect(["11.0.0.1", "fd00::2", "unknown", ""].map(edges)).toEqual([false, false, false, false]);
});

test("where keys are kept is one of three places, and their copies stay a month at most", () => {
  const read = (given: Record<string, string>) => readEnv(given, "/srv/castellan");
  expect(read({ CASTELLAN_KEY_STORE: "together" }).keyStore).toBe("together");
  const url = "postgres://keys:secret@keys.internal/keys";
  expect(read({ CASTELLAN_KEY_STORE: url }).keyStore).toEqual({ url });
  expect(() => read({ CASTELLAN_KEY_STORE: "mysql://keys" })).toThrow(
    /^CASTELLAN_KEY_STORE must be apart, together, or postgres:/,
  );
  expect(read({ CASTELLAN_KEY_RETENTION_DAYS: "1" }).keyRetentionDays).toBe(1);
  for (const days of ["0", "31", "1.5", "week"])
    expect(() => read({ CASTELLAN_KEY_RETENTION_DAYS: days })).toThrow(
      /must be a number from 1 to 30/,
    );
});

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import pg from "pg";

import { freePort } from "@/lib/processes/free-port";
import { systemUser } from "@/lib/processes/postgres-identity";
import type { Certificate } from "./certificates";

const programs = "/usr/lib/postgresql/15/bin";
const password = "a-password-of-the-database";

export type DatabaseServer = {
  /** of a login that owns its database and is no superuser */
  url: string;
  /** configuration of pgBackRest, which has a stanza `main` for it */
  pgBackRestConfig: string;
  start(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * A PostgreSQL of the operator's own, as Debian packages it: run by the user `postgres`, its settings outside of its data,
 * reached by name over TLS alone, and backed up by pgBackRest.
 *
 * @param folder which that user can enter
 */
export async function databaseServer(
  folder: string,
  authority: string,
  { certificate, key }: Certificate,
): Promise<DatabaseServer> {
  const user = systemUser("postgres");
  if (!user) throw new Error("There is no user postgres: install postgresql-15.");
  const as = { uid: user.uid, gid: user.gid, cwd: "/" };
  const owned = (name: string) => {
    const path = join(folder, name);
    mkdirSync(path, { mode: 0o700 });
    chownSync(path, user.uid, user.gid);
    return path;
  };
  const write = (name: string, text: string) => {
    const path = join(settings, name);
    writeFileSync(path, text, { mode: 0o600 });
    chownSync(path, user.uid, user.gid);
    return path;
  };
  const [data, settings, repository, sockets] = ["data", "settings", "repository", "sockets"].map(
    owned,
  ) as [string, string, string, string];
  const port = await freePort();
  for (const [from, name] of [
    [certificate, "server.pem"],
    [key, "server.key"],
  ] as const) {
    copyFileSync(from, join(settings, name));
    chownSync(join(settings, name), user.uid, user.gid);
  }
  const pgBackRestConfig = write(
    "pgbackrest.conf",
    `[global]
repo1-path=${repository}
repo1-cipher-type=aes-256-cbc
repo1-cipher-pass=a-passphrase-of-the-repository
repo1-retention-full-type=time
repo1-retention-full=91
lock-path=${join(settings, "lock")}
log-path=${settings}
start-fast=y
[main]
pg1-path=${data}
pg1-port=${port}
pg1-socket-path=${sockets}
`,
  );
  const configuration = write(
    "postgresql.conf",
    `data_directory = '${data}'
hba_file = '${join(settings, "pg_hba.conf")}'
ident_file = '${join(settings, "pg_ident.conf")}'
listen_addresses = 'localhost'
port = ${port}
unix_socket_directories = '${sockets}'
ssl = on
ssl_cert_file = '${join(settings, "server.pem")}'
ssl_key_file = '${join(settings, "server.key")}'
archive_mode = on
archive_command = 'pgbackrest --config=${pgBackRestConfig} --stanza=main archive-push %p'
wal_level = replica
max_wal_senders = 3
`,
  );
  write(
    "pg_hba.conf",
    "local all postgres peer\nhostssl all all 127.0.0.1/32 scram-sha-256\nhostssl all all ::1/128 scram-sha-256\n",
  );
  const initdb = [
    "--pgdata",
    data,
    "--username=postgres",
    "--auth=peer",
    "--no-sync",
    "--encoding=UTF8",
  ];
  execFileSync(join(programs, "initdb"), initdb, { ...as, stdio: ["ignore", "ignore", "pipe"] });
  for (const name of ["postgresql.conf", "pg_hba.conf", "pg_ident.conf"])
    rmSync(join(data, name), { force: true });
  write("pg_ident.conf", "");

  let running: ChildProcess | null = null;
  let said = "";
  async function start(): Promise<void> {
    running = spawn(join(programs, "postgres"), ["-c", `config_file=${configuration}`], {
      ...as,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [running.stdout!, running.stderr!])
      stream.setEncoding("utf8").on("data", (text: string) => (said += text));
    while (true) {
      if (running.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${said}`);
      const client = new pg.Client({ connectionString: url });
      const state = await client.connect().then(
        () => "open",
        (error: { code?: string }) => error.code,
      );
      await client.end().catch(() => {});
      if (state === "open" || state === "28P01" || state === "28000") return;
      await pause(50);
    }
  }
  const url = `postgres://castellan:${password}@localhost:${port}/castellan?sslmode=verify-full&sslrootcert=${encodeURIComponent(authority)}`;
  const server: DatabaseServer = {
    url,
    pgBackRestConfig,
    start,
    async stop() {
      if (!running || running.exitCode !== null) return;
      const ended = once(running, "exit");
      running.kill("SIGINT");
      await ended;
    },
  };
  await start();
  const sql = (statement: string) =>
    execFileSync(
      join(programs, "psql"),
      ["-h", sockets, "-p", String(port), "-U", "postgres", "-qc", statement, "postgres"],
      { ...as, stdio: ["ignore", "ignore", "pipe"] },
    );
  sql(`create role castellan login createrole password '${password}'`);
  sql("create database castellan owner castellan");
  execFileSync(
    "pgbackrest",
    [`--config=${pgBackRestConfig}`, "--stanza=main", "stanza-create"],
    as,
  );
  return server;
}

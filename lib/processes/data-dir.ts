import {
  accessSync,
  constants,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { letThrough } from "@/lib/egress/ways";
import { StartError } from "@/lib/env";

/**
 * Makes sure the data directory is there and can be written.
 * @throws StartError otherwise
 */
export function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
    const probe = join(dataDir, `.probe-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StartError(
      `The data directory ${dataDir} cannot be written (${code}): give this user the right to write there, or choose another with CASTELLAN_DATA_DIR.`,
      { cause },
    );
  }
}

/**
 * Claims the data directory for this process. The claim is a listening socket, so the system itself ends it with the
 * process, however that ends.
 * @returns the way to let go, or null when another process holds it
 */
export async function holdDataDir(dataDir: string): Promise<(() => Promise<void>) | null> {
  const { dev, ino } = statSync(dataDir);
  const name = `castellan-${dev}-${ino}`;
  if (process.platform === "linux") return listen(`\0${name}`);
  if (process.platform === "win32") return listen(`\\\\.\\pipe\\${name}`);
  const path = join(tmpdir(), `${name}.socket`);
  const held = await listen(path);
  if (held || (await answers(path))) return held;
  rmSync(path, { force: true });
  return listen(path);
}

function listen(path: string): Promise<(() => Promise<void>) | null> {
  return new Promise((done, fail) => {
    const server: Server = createServer((visitor) => visitor.destroy());
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? done(null) : fail(error),
    );
    server.listen(path, () => {
      server.unref();
      done(() => new Promise((closed) => server.close(() => closed())));
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const visitor = connect(path, () => {
      visitor.destroy();
      done(true);
    });
    visitor.once("error", () => done(false));
  });
}

/** Where a running launcher is found; believed only while the data directory is held. */
type Running = { port: number; owner: string; passwordFile: string; origin: string };

/** Tells the command line where the running embedded database is. The password itself stays in its own file. */
export function announce(dataDir: string, running: Running): void {
  writeFileSync(join(dataDir, "running.json"), JSON.stringify(running), { mode: 0o600 });
}

export function withdraw(dataDir: string): void {
  rmSync(join(dataDir, "running.json"), { force: true });
}

/** Owner URL of the database a running launcher has announced, or null as long as there is none. */
export function announcedDatabase(dataDir: string): string | null {
  const running = read(dataDir);
  if (!running) return null;
  letThrough({ host: "127.0.0.1", port: running.port });
  const password = readFileSync(running.passwordFile, "utf8").trim();
  return `postgres://${running.owner}:${password}@127.0.0.1:${running.port}/${running.owner}`;
}

/** Where people reach the running installation. */
export function announcedOrigin(dataDir: string): string | null {
  return read(dataDir)?.origin ?? null;
}

function read(dataDir: string): Running | null {
  try {
    return JSON.parse(readFileSync(join(dataDir, "running.json"), "utf8"));
  } catch {
    return null;
  }
}

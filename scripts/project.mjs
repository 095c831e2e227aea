import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the project. */
export const project = dirname(dirname(fileURLToPath(import.meta.url)));

export const inProject = (...path) => join(project, ...path);

/** Ends the script with one sentence for the person at the terminal. */
export function giveUp(sentence) {
  console.error(`\n${sentence}\n`);
  process.exit(1);
}

if (Number(process.versions.node.split(".")[0]) < 20)
  giveUp(
    `Castellan needs Node 20.19 or newer and found ${process.versions.node}: install a newer Node.`,
  );

/** Programs under way; they have process groups of their own, so that ending one ends whatever it has started. */
const underWay = new Set();

const endings = { SIGINT: 130, SIGTERM: 143 };

for (const signal of Object.keys(endings)) process.on(signal, endEverything);

function endEverything(signal) {
  for (const child of underWay) endGroup(child.pid);
  process.exit(endings[signal]);
}

/** Leaves signals to the program that goes on in this process. */
export function handOver() {
  for (const signal of Object.keys(endings)) process.off(signal, endEverything);
}

export function endGroup(pid) {
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // it has ended already
  }
}

/**
 * Runs a program in the project and waits for its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, show?: boolean, started?: (pid: number) => void }} options
 *   `show` lets it write to the terminal; otherwise what it says is collected
 * @returns {Promise<{ code: number, said: string, seconds: number }>}
 */
export function run(command, args, { env = {}, show = false, started } = {}) {
  const begun = Date.now();
  return new Promise((done) => {
    let said = "";
    const child = spawn(command, args, {
      cwd: project,
      env: { ...process.env, ...env },
      stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
      shell: process.platform === "win32",
    });
    underWay.add(child);
    if (child.pid) started?.(child.pid);
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text) => (said += text));
    const end = (code) => {
      underWay.delete(child);
      done({ code, said, seconds: (Date.now() - begun) / 1000 });
    };
    child.once("error", (error) => {
      said += error.message;
      end(127);
    });
    child.once("close", (code, signal) => end(code ?? (signal ? 128 : 1)));
  });
}

/** Runs a program that came with a package, by the path of its file. */
export const runNode = (file, args, options) =>
  run(process.execPath, [inProject("node_modules", file), ...args], options);

/** A fingerprint of files and folders, by name and content. */
export function fingerprint(paths, leaveOut = () => false) {
  const hash = createHash("sha256");
  const visit = (path) => {
    if (leaveOut(path) || !existsSync(inProject(path))) return;
    const entries = foldersAt(path);
    if (entries) return entries.forEach((name) => visit(`${path}/${name}`));
    hash
      .update(`${path}\0`)
      .update(readFileSync(inProject(path)))
      .update("\0");
  };
  paths.forEach(visit);
  return hash.digest("hex");
}

function foldersAt(path) {
  try {
    return readdirSync(inProject(path)).toSorted();
  } catch {
    return null;
  }
}

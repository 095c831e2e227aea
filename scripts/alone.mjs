import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { endGroup, inProject } from "./project.mjs";

const folder = inProject(".stamps");
const claim = `${folder}/preparing.json`;

/**
 * Runs the work while no other script installs or builds in this project. When an earlier script was killed, the
 * installation or build it had started may live on; that is ended first.
 *
 * @param {(note: (pid: number) => void) => Promise<void>} work is handed a function that notes the program it starts
 */
export async function alone(work) {
  mkdirSync(folder, { recursive: true });
  const me = { pid: process.pid, since: startOf(process.pid) };
  let told = false;
  while (!take(me)) {
    const holder = read(claim);
    if (!holder) continue;
    if (isAlive(holder)) {
      if (!told) console.log("Another start is preparing this project; waiting for it.");
      told = true;
      await pause(500);
      continue;
    }
    if (holder.child && isAlive(holder.child)) endGroup(holder.child.pid);
    rmSync(claim, { force: true });
  }
  try {
    await work((pid) => write({ ...me, child: { pid, since: startOf(pid) } }));
  } finally {
    rmSync(claim, { force: true });
  }
}

/** Takes the claim, whole or not at all. */
function take(me) {
  const draft = `${claim}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(me));
  try {
    linkSync(draft, claim);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function write(content) {
  const draft = `${claim}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(content));
  renameSync(draft, claim);
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

/** Numbers of processes come back; together with the moment of their start they do not. */
function isAlive({ pid, since }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  return startOf(pid) === since;
}

function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return null;
  }
}

import { readdirSync, readFileSync } from "node:fs";

/** Milliseconds of one tick of the process table on Linux. */
const TICK = 10;

function statOf(pid: number): { parent: number; ticks: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [own, system, childrensOwn, childrensSystem] = fields.slice(11, 15);
    return { parent: fields[1]!, ticks: own! + system! + childrensOwn! + childrensSystem! };
  } catch {
    return null;
  }
}

/** Milliseconds of processor time that a process and all it has started have used so far. */
export function cpuOf(root: number): number {
  const all = new Map(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const stat = statOf(Number(name));
        return stat ? [[Number(name), stat] as const] : [];
      }),
  );
  const belongs = (pid: number): boolean =>
    pid === root || (pid > 1 && belongs(all.get(pid)?.parent ?? 0));
  let ticks = 0;
  for (const [pid, stat] of all) if (belongs(pid)) ticks += stat.ticks;
  return ticks * TICK;
}

/** Megabytes of memory that a process holds at this moment, without those it has started. */
export function memoryOf(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))!;
  return Number(kilobytes) / 1_024;
}

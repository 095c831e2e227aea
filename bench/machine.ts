import { cpus, totalmem, type } from "node:os";
import type pg from "pg";

/** The machine in one line. */
export async function machine(owner: pg.Client): Promise<string> {
  const { rows } = await owner.query<{ server_version: string }>("show server_version");
  const all = cpus();
  return [
    `${all.length} processors (${all[0]?.model.trim() ?? "unknown"})`,
    `${Math.round(totalmem() / 2 ** 30)} GB of memory`,
    type(),
    `Node ${process.versions.node}`,
    `PostgreSQL ${rows[0]!.server_version.split(" ")[0]}`,
  ].join(", ");
}

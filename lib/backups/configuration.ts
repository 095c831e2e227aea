import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Env } from "@/lib/env";

/** Settings that are secrets themselves, or lead to the backups: named in a backup, never held by it. */
const secret = [
  "CASTELLAN_ROOT_KEY",
  "CASTELLAN_ROOT_KEY_NEXT",
  "CASTELLAN_KEY_STORE",
  "CASTELLAN_KEY_STORE_BEFORE",
  "DATABASE_URL",
  "SMTP_URL",
];
const ours =
  /^(CASTELLAN_(?!APP_DATABASE_URL|PROCESS|TEST)\w+|DATABASE_URL|SMTP_URL|MAIL_FROM|PORT|HOST|TRUSTED_PROXY)$/;

/**
 * What an installation runs with, besides its database: the names of all settings in clear, and inside the sealed full
 * the values of those that are no secrets, with the password of the embedded database's owner. The root key is in no
 * backup (P68).
 */
export async function configurationOf(
  env: Env,
): Promise<{ names: string[]; files: Record<string, string> }> {
  const names = Object.keys(process.env).filter((name) => ours.test(name) && process.env[name]);
  const values = names.filter((name) => !secret.includes(name));
  const password = join(env.dataDir, "postgres.password");
  return {
    names: names.toSorted(),
    files: {
      "castellan/settings.json": `${JSON.stringify(Object.fromEntries(values.map((name) => [name, process.env[name]])), null, 2)}\n`,
      ...(existsSync(password) && {
        "castellan/postgres.password": await readFile(password, "utf8"),
      }),
    },
  };
}

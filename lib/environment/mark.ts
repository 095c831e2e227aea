import type { ClientBase } from "pg";
import { v7 as uuidv7 } from "uuid";

import { type Env, StartError } from "@/lib/env";

type Asking = Pick<ClientBase, "query">;

/**
 * Refuses to start on data of another environment (P25). The mark stands in the database itself, so it comes along with every
 * copy and every restore: production data under staging's configuration is dead.
 *
 * @throws StartError that names both, and the two ways out
 */
export async function refuseOtherEnvironment(client: Asking, env: Env): Promise<void> {
  const marked = await markOf(client);
  if (marked === null || marked === env.environment) return;
  throw new StartError(
    `This data belongs to the environment "${marked}", and CASTELLAN_ENVIRONMENT says "${env.environment}": nothing was started, and nothing was changed. ${
      marked === "production"
        ? "For anything but production make synthetic data with npx castellan demo, in a database of its own. "
        : `Start it with CASTELLAN_ENVIRONMENT=${marked}. `
    }Only when this very installation becomes "${env.environment}" for good: npx castellan environment --move ${env.environment}.`,
  );
}

/** The environment a database is marked for; null before its first start. */
export async function markOf(client: Asking): Promise<string | null> {
  const { rows: table } = await client.query<{ found: string | null }>(
    "select to_regclass('public.installation') as found",
  );
  if (!table[0]!.found) return null;
  const { rows } = await client.query<{ environment: string }>(
    "select environment from installation",
  );
  return rows[0]?.environment ?? null;
}

/** Marks a database at its first start, and gives the installation its id. */
export async function mark(client: Asking, { environment }: Env): Promise<void> {
  await client.query(
    "insert into installation (id, installation_id, environment) values (1, $1, $2) on conflict do nothing",
    [uuidv7(), environment],
  );
}

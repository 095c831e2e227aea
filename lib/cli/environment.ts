import pg from "pg";

import { prepareDatabase, rootKeyFor } from "@/lib/db/prepare";
import { type Env, StartError } from "@/lib/env";
import { markOf } from "@/lib/environment/mark";
import { moveInstallation } from "@/lib/environment/move-installation";
import { operatorClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { valueOf } from "./refused";

/**
 * Tells which environment the data is marked for, or moves the installation to another one: with the root key, a sentence
 * typed by hand, and a line in the installation's log (P25).
 */
export async function environment(
  env: Env,
  ownerUrl: string,
  { move, confirm }: { move?: string; confirm?: string },
): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: "castellan mark" });
  client.on("error", () => {});
  await client.connect();
  try {
    const from = await markOf(client);
    if (!move) return [toldOf(from, env)];
    if (from === null)
      throw new StartError("This database has no mark yet: its first start sets it.");
    if (from === move) return [`This data is marked "${move}" already.`];
    if (env.environment !== move) {
      throw new StartError(
        `CASTELLAN_ENVIRONMENT says "${env.environment}": set it to ${move}, as the service will have it from now on, and run this again.`,
      );
    }
    await rootKeyFor(client, env);
    const phrase = `${from} becomes ${move}`;
    if (confirm !== phrase) {
      throw new StartError(
        `From then on nothing configured for "${from}" starts on this data. ${
          from === "production"
            ? "If it is a copy of a production that goes on elsewhere, stop here: people's data must not be used for anything else. "
            : ""
        }If it is really this installation that moves, say so: --confirm "${phrase}".`,
      );
    }
    await moveIt(client, env, ownerUrl, { from, to: move });
    return [`This data is marked "${move}" now. It stands in the log of the installation.`];
  } finally {
    await client.end();
  }
}

const toldOf = (marked: string | null, { environment: configured }: Env): string =>
  marked === null
    ? `This database has no mark yet; a start would mark it "${configured}".`
    : `This data is marked "${marked}", and CASTELLAN_ENVIRONMENT says "${configured}"${marked === configured ? "" : ": nothing starts on it"}.`;

/** The line in the log and the mark: the mark is written when the line is certain, and the line goes when the mark fails. */
async function moveIt(
  client: pg.Client,
  env: Env,
  ownerUrl: string,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const { appUrl } = await prepareDatabase(ownerUrl, { ...env, environment: from });
  process.env.CASTELLAN_APP_DATABASE_URL = appUrl;
  valueOf(
    await execute(
      moveInstallation,
      operatorClaim(null),
      { to },
      {
        after: async () => {
          await client.query("update installation set environment = $1, marked_at = now()", [to]);
        },
      },
    ),
  );
}

import { finishRestore, type Finished } from "@/lib/backups/finish-restore";
import { type Replay, replayErasures } from "@/lib/backups/replay-erasures";
import { prepareDatabase } from "@/lib/db/prepare";
import type { Env } from "@/lib/env";
import { registerFound } from "@/lib/processors/register-found";
import pg from "pg";

export type Ready = {
  appUrl: string;
  /** a sentence when the keys of accounts and persons went elsewhere */
  moved: string | null;
  replay: Replay;
  restored: Finished | null;
};

/**
 * Everything that must be true of a database before anyone is served from it: it has the version of this program, whatever was
 * permanently deleted is gone also when a backup brought it back, and a restore is finished.
 */
export async function makeReady(ownerUrl: string, env: Env): Promise<Ready> {
  const { appUrl, moved } = await prepareDatabase(ownerUrl, env);
  process.env.CASTELLAN_APP_DATABASE_URL = appUrl;
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: "castellan prepare",
  });
  client.on("error", () => {});
  await client.connect();
  try {
    await registerFound(client, env);
    const replay = await replayErasures(client, env);
    return { appUrl, moved, replay, restored: await finishRestore(ownerUrl, env) };
  } finally {
    await client.end();
  }
}

/** What a restore did before anyone was served, for the person at the terminal. */
export const restoredSentence = ({
  sessions,
  links,
  letters,
  deliveries,
  jobs,
  accounts,
}: Finished) =>
  `The restore is finished: ${sessions} sessions ended, ${links} links voided, ${letters} letters, ${deliveries} deliveries and ${jobs} jobs put aside, ${accounts} accounts and their owners told.`;

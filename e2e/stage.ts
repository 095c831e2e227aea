import pg from "pg";

import { acme, castPassword, type Character } from "@/lib/cast/people";
import { type OnStage, stageAccount, stageSession } from "@/lib/cast/stage";

export { castPassword, stageSession };
export type { OnStage };

type Name = keyof typeof acme;

/**
 * The cast in an account of this story alone, so that stories run side by side: everyone's address is their own
 * (`mia@pausing.example.test`).
 */
export function stageStory<Wanted extends Name>(
  story: string,
  ...wanted: Wanted[]
): Promise<{ accountId: string } & Record<Wanted, OnStage>> {
  const people = Object.fromEntries(
    wanted.map((name) => [name, { ...acme[name], email: addressIn(story, name) }]),
  ) as Record<Wanted, Character>;
  return stageAccount(accountIn(story), people);
}

/** What the story's account is called. */
export const accountIn = (story: string) => `Acme ${story}`;

/** An address that only this story uses. */
export const addressIn = (story: string, name: string) =>
  `${name.toLowerCase()}@${story.replaceAll(" ", "-")}.example.test`;

/** Changes what only time could change, as the owner of the database. */
export async function turnBack(text: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    await client.query(text, values);
  } finally {
    await client.end();
  }
}

/** The links a person was sent are a week old. */
export const letLinksExpire = ({ personId }: OnStage) =>
  turnBack("update links set expires_at = now() - interval '1 week' where person_id = $1", [
    personId,
  ]);

/** The last time someone gave their password is hours ago. */
export const letProofGrowOld = ({ personId }: { personId: string }) =>
  turnBack("update sessions set confirmed_at = now() - interval '3 hours' where person_id = $1", [
    personId,
  ]);

/** Nobody has tried anything from this machine yet: all stories share one address. */
export const forgetAllTries = () => turnBack("delete from limits");

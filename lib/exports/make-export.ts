import { type Database, inTransaction } from "@/lib/db/connection";
import { installation } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { readEnv } from "@/lib/env";
import { log } from "@/lib/log";
import { archiveOf } from "./archive";
import { EXPORT_DAYS } from "./export";
import { writeFile } from "./file";
import type { Manifest } from "./format";
import { readmeFor } from "./readme";
import { beginRun, failRun, finishRun, noteProgress, removalsSeen, type Whose } from "./rows";
import { ofAccount, ofPerson } from "./sections";
import { sweepExports } from "./sweep-exports";

/** A newer try has begun, or nobody wants the archive any more. */
class Withdrawn extends Error {}

type Run = { id: string; run: string };

/**
 * Makes an archive that was asked for. It shows one moment of the database, is sealed before it touches the disk, and is
 * there whole or not at all: of a try that was killed a file is left whose key nobody has, and the next one starts over.
 *
 * @param last whether nobody will try again
 */
export async function makeExport(
  { exportId: id, accountId, personId }: { exportId: string } & Whose,
  last: boolean,
): Promise<void> {
  const whose = { accountId, personId } as Whose;
  const run = await inScope(whose, (db) => beginRun(db, whose, id));
  if (!run) return;
  try {
    const made = await write(whose, { id, run });
    await inScope(whose, (db) =>
      finishRun(db, whose, { id, run }, { ...made, keptDays: EXPORT_DAYS }),
    );
  } catch (error) {
    if (!(error instanceof Withdrawn)) {
      if (!last) throw error;
      log.error({ err: error, exportId: id }, "an archive could not be made");
      await inScope(whose, (db) => failRun(db, whose, { id, run }, troubleOf(error)));
    }
  }
  await sweepExports();
}

const inScope = <T>(whose: Whose, work: (db: Database) => Promise<T>): Promise<T> =>
  inTransaction(async (db) => {
    await enterScope(db, whose.accountId, whose.personId);
    return work(db);
  });

/** Reads everything in one transaction, so that all of it is of one moment, and writes it as it comes. */
const write = (whose: Whose, run: Run) =>
  inTransaction(async (db) => {
    await db.$client.query("set transaction isolation level repeatable read, read only");
    await enterScope(db, whose.accountId, whose.personId);
    const seen = await removalsSeen(db, false);
    const about = await aboutIt(db, run.id, whose.accountId === null ? "person" : "account");
    const common = { about, progress: teller(whose, run) };
    const { archive, rows } =
      whose.accountId === null
        ? await archiveOf({
            ...common,
            readme: readmeFor(about, ofPerson),
            sections: ofPerson,
            source: { db, whose },
          })
        : await archiveOf({
            ...common,
            readme: readmeFor(about, ofAccount),
            sections: ofAccount,
            source: { db, whose },
          });
    return { ...(await writeFile(run.run, archive)), rows: rows(), seen };
  }, "read");

async function aboutIt(db: Database, archive: string, kind: Manifest["kind"]) {
  const [marked] = await db
    .select({ id: installation.installationId, environment: installation.environment })
    .from(installation);
  const { rows } = await db.$client.query<{ now: Date }>("select now() as now");
  return {
    archive,
    kind,
    installation: { ...marked!, origin: readEnv(process.env).origin },
    madeAt: rows[0]!.now.toISOString(),
  };
}

/** Tells how far a try is, a few times a second at most, and learns whether it is still wanted. */
function teller(whose: Whose, run: Run): (percent: number) => Promise<void> {
  let told = -1;
  let toldAt = -Infinity;
  return async (percent) => {
    if (percent === told || performance.now() - toldAt < 300) return;
    [told, toldAt] = [percent, performance.now()];
    if (!(await inScope(whose, (db) => noteProgress(db, whose, run, percent))))
      throw new Withdrawn();
  };
}

/** Why, for the one who asked; what exactly went wrong stands in the operator's log. */
function troubleOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOSPC" || code === "EDQUOT"
    ? "There is no room left on the disk of the installation. Tell whoever runs it, then ask again."
    : "Something went wrong on our side. Ask again; if it stays, tell whoever runs the installation.";
}

import { BackupError } from "@/lib/backups/backup";
import { databaseTrouble } from "@/lib/db/causes";
import { StartError } from "@/lib/env";
import { withoutValues } from "@/lib/log";

const noRoom = ["ENOSPC", "EDQUOT", "53100"];
const noRight = ["EACCES", "EPERM", "EROFS"];

/**
 * What the person at the terminal reads of an error that ended a command or a start: one sentence, never a stack. With
 * `CASTELLAN_LOG_LEVEL=debug` the place in the source follows it.
 */
export function lastWords(error: unknown): string {
  const level = process.env.CASTELLAN_LOG_LEVEL;
  const closer = level === "debug" || level === "trace";
  const sentence = sentenceOf(error, closer);
  return closer ? `${sentence}\n${JSON.stringify(withoutValues(error), null, 2)}` : sentence;
}

function sentenceOf(error: unknown, closer: boolean): string {
  if (error instanceof StartError || error instanceof BackupError) return error.message;
  const { says, code = "" } = withoutValues(error);
  const path = (error as NodeJS.ErrnoException | undefined)?.path;
  const place = path ? ` (${path})` : "";
  if (noRoom.includes(code))
    return `There is no room left on the disk${place}: make room, then try again.`;
  if (noRight.includes(code))
    return `This user does not have the right to write or read a file${place}: give it that right, or choose another directory.`;
  const { DATABASE_URL: url } = process.env;
  const trouble = url && URL.canParse(url) ? databaseTrouble(url, error) : null;
  if (trouble) return trouble.message;
  const what = [says, code && `code ${code}`].filter(Boolean).join(", ") || "no reason was given";
  return closer
    ? `An unexpected error ended this: ${what}.`
    : `An unexpected error ended this: ${what}. Run it again with CASTELLAN_LOG_LEVEL=debug to see where.`;
}

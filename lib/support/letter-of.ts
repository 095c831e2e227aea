import { letters } from "@/lib/mail/letters";
import type { LetterText } from "@/lib/mail/render";
import type { GrantRecord } from "./rows";

type Around = { account: string; by: string; looks: number; changes: number; url: string };

/** What owners are told at each of the three moments of an access. */
export function letterOf(
  what: "request" | "start" | "end",
  grant: GrantRecord,
  { account, by, looks, changes, url }: Around,
): LetterText {
  const { staff, ticket, reason } = grant;
  if (grant.origin === "break_glass" && what !== "end") {
    const told = { account, staff, ticket, reason, scope: scopeOf(grant), url };
    return what === "request"
      ? letters.glassBroken({ ...told, minutes: grant.minutes, until: moment(grant.lapsesAt) })
      : letters.openedWithoutConsent({ ...told, until: moment(grant.endsAt!) });
  }
  if (what === "request") {
    const until = moment(grant.lapsesAt);
    return letters.supportRequested({
      ...{ account, staff, ticket, reason, url, until },
      scope: `${scopeOf(grant)}, for ${grant.minutes} minutes`,
    });
  }
  if (what === "start") {
    const until = moment(grant.endsAt!);
    return letters.supportStarted({ account, staff, by, scope: scopeOf(grant), until, url });
  }
  return letters.supportEnded({ account, staff, how: howItEnded(grant), looks, changes, url });
}

const scopeOf = ({ mode, nouns, fields }: GrantRecord) =>
  `to ${mode === "act" ? "see and change" : "see"} ${nouns.join(", ")}${fields.length ? `; personal fields that can be unmasked one by one: ${fields.join(", ")}` : "; all personal fields stay masked"}`;

const howItEnded = ({ endedBy, staff }: GrantRecord) =>
  ({
    owner: "an owner ended it",
    staff: `${staff} ended it`,
    operator: "the operator ended it",
    time: "the time agreed on is over",
  })[endedBy ?? "time"];

/** A letter does not know the clock of its reader, so it says whose it means. */
const moment = (at: Date) => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;

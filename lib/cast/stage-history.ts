import { eventRow } from "@/lib/activity/event-row";
import { createAccountRow } from "@/lib/accounts/rows";
import { day } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { activity, ledger, letters, links } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { newRequestId } from "@/lib/gate/claim";
import type { ObjectRef } from "@/lib/gate/command";
import { hashToken, newToken } from "@/lib/links/token";
import { troublePlace } from "@/lib/mail/post";
import { accountVault, personVault } from "@/lib/vault/keyring";
import type { Figure } from "./figures";
import { DEMONSTRATION, type Happening, type History } from "./history";
import { type OnStage, stageUser } from "./stage";

const ROWS_AT_ONCE = 500;

/** Writes a history into an account of its own: its people, their open invitations, and every event. */
export async function stageHistory(
  db: Database,
  { figures, happenings, removals }: History,
  hash: string,
): Promise<{ people: number; events: number }> {
  const accountId = await createAccountRow(db, DEMONSTRATION);
  const staged = new Map<Figure, OnStage>();
  for (const one of figures) staged.set(one, await stageUser(db, accountId, one, hash, one.life));
  await enterScope(db, accountId);
  const invited = [...staged].filter(([{ status }]) => status === "invited");
  for (const [index, [one, user]] of invited.entries())
    await stageInvitation(db, user, one.life.createdAt, index);

  await stageHappenings(db, { id: accountId, name: DEMONSTRATION }, happenings, staged);
  for (const { at, by, destroyed } of removals) {
    await db.insert(ledger).values({
      accountId,
      id: newId(),
      at,
      kind: "user",
      actorKind: by === "system" ? "system" : "user",
      actorId: by === "system" ? null : staged.get(by)!.userId,
      destroyed,
      requestId: newRequestId(),
    });
  }
  return { people: figures.length, events: happenings.length };
}

/** Writes what happened in an account in scope, some hundred events at a time. */
export async function stageHappenings(
  db: Database,
  account: Pick<ObjectRef, "id" | "name">,
  happenings: Happening[],
  staged: Map<Figure, OnStage>,
): Promise<void> {
  const rows = await writerOf(db, account, staged);
  for (let from = 0; from < happenings.length; from += ROWS_AT_ONCE)
    await db.insert(activity).values(rows(happenings.slice(from, from + ROWS_AT_ONCE)));
}

/** A letter that was sent, with a link that waits, was opened or has expired; every eighth did not arrive. */
async function stageInvitation(
  db: Database,
  user: OnStage,
  createdAt: Date,
  index: number,
): Promise<void> {
  const linkId = newId();
  const letterId = newId();
  const failed = index % 8 === 5;
  await db.insert(links).values({
    id: linkId,
    tokenHash: hashToken("link", newToken()),
    purpose: "invitation",
    personId: user.personId,
    accountId: user.accountId,
    userId: user.userId,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + day),
    openedAt: index % 3 === 1 && !failed ? new Date(createdAt.getTime() + day / 20) : null,
  });
  await db.insert(letters).values({
    id: letterId,
    personId: user.personId,
    accountId: user.accountId,
    userId: user.userId,
    linkId,
    kind: "invitation",
    state: failed ? "failed" : "sent",
    attempts: failed ? 20 : 1,
    trouble: failed
      ? (await personVault(db, user.personId)).seal(
          troublePlace(letterId),
          "550 5.1.1 The mailbox does not exist",
        )
      : null,
    requestId: newRequestId(),
    createdAt,
    sentAt: failed ? null : new Date(createdAt.getTime() + 2_000),
  });
}

async function writerOf(
  db: Database,
  { id: accountId, name: accountName }: Pick<ObjectRef, "id" | "name">,
  staged: Map<Figure, OnStage>,
) {
  const vault = await accountVault(db, accountId);
  const visits = new Map<string, string>();
  const visitOf = (one: Figure, visit: number) => {
    const key = `${one.email} ${visit}`;
    if (!visits.has(key)) visits.set(key, newId());
    return visits.get(key)!;
  };
  const rowOf = ({ at, action, by, from, whom, visit, ...rest }: Happening) => {
    const browser = by === "system" ? from : by;
    return {
      at,
      ...eventRow(vault, {
        accountId,
        action,
        outcome: rest.outcome ?? "ok",
        code: rest.code ?? null,
        actor: {
          ...(by === "system"
            ? { kind: "system", id: null, name: null }
            : { kind: "user", id: staged.get(by)!.userId, name: by.name }),
          origin: browser
            ? { ip: browser.ip, place: browser.place, browser: browser.browser }
            : null,
        },
        object:
          whom === "account"
            ? {
                kind: "account",
                id: accountId,
                name: action === "user.remove" ? "" : accountName,
              }
            : { kind: "user", id: staged.get(whom)!.userId, name: whom.name },
        source: browser ? "panel" : "job",
        sessionId: by !== "system" && visit ? visitOf(by, visit) : null,
        requestId: newRequestId(),
        changes: rest.changes ?? [],
        particulars: rest.particulars ?? {},
      }),
    };
  };
  return (happenings: Happening[]) => happenings.map(rowOf);
}

import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import { routes } from "@/lib/api/routes";
import { openActorDetail, openDetail, sealActorDetail, sealDetail } from "@/lib/activity/detail";
import { type OnStage, stageAccount, stageStaff } from "@/lib/cast/stage";
import { stageInside } from "@/lib/cast/stage-support";
import { claimOf, testRequest } from "@/lib/cast/testing";
import { inTransaction } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import { testInstallation } from "@/lib/db/testing";
import { openToSupport } from "@/lib/policy/support";
import { supportNouns } from "@/lib/support/support";
import { sealCard } from "@/lib/users/card";
import { editUser } from "@/lib/users/edit-user";
import { sorts } from "@/lib/users/user";
import { accountVault } from "@/lib/vault/keyring";
import { ask } from "./ask";
import type { Claim } from "./claim";
import { execute } from "./execute";
import { sessionClaim } from "./from-request";
import type { AnyQuery } from "./query";

const { owner } = testInstallation();

let accountId: string;
let mia: OnStage;
let support: Claim;

beforeAll(async () => {
  const active = { status: "active" as const, role: "user" as const };
  const staged = await stageAccount("Nest", {
    Olga: { ...active, name: "Olga Owner", email: "olga@nest.test", role: "owner" },
    Mia: { ...active, name: "Mia Member", email: "mia@nest.test" },
    Mona: { ...active, name: "Mona Mayer", email: "mona@nest.test" },
    Max: { ...active, name: "Max Moser", email: "max@nest.test" },
  });
  ({ accountId, Mia: mia } = staged);
  const olga = await claimOf(staged.Olga);
  await execute(editUser, olga, { userId: mia.userId, name: "Mia Other", title: "Painter" });
  const sam = await stageStaff("Sam Support", "sam@staff.test", ["support"]);
  const { token } = await stageInside(accountId, sam, { nouns: supportNouns, fields: [] });
  support = sessionClaim(token, testRequest());
});

const comparing: AnyQuery[] = Object.values(routes)
  .flatMap((methods) => Object.values(methods))
  .flatMap((route) => ("query" in route ? [route.query] : []))
  .filter(({ name, compares }) => openToSupport.includes(name) && Object.keys(compares).length);

type Values = { name: string; email: string; words: string };

/** Everything that is masked about one user, and about every event, becomes something else. */
async function rewrite({ name, email, words }: Values): Promise<void> {
  const vault = await inTransaction(async (db) => {
    await enterScope(db, accountId);
    return accountVault(db, accountId);
  });
  await owner("update users set card = $2 where id = $1", [
    mia.userId,
    sealCard(vault, mia.userId, { name, email }),
  ]);
  const events = await owner<{ id: string; actor_detail: Buffer | null; detail: Buffer }>(
    "select id, actor_detail, detail from activity where account_id = $1",
    [accountId],
  );
  for (const { id, actor_detail: by, detail } of events) {
    const was = openDetail(vault, id, detail);
    const changes = was.changes.map((one) => ({ ...one, from: words, to: words }));
    const origin = { ip: words, place: words, browser: words };
    await owner("update activity set detail = $2, actor_detail = $3 where id = $1", [
      id,
      sealDetail(vault, id, { ...was, object: name, changes }),
      by && sealActorDetail(vault, id, { ...openActorDetail(vault, id, by), name, origin }),
    ]);
  }
}

const word = fc.stringMatching(/^[a-z]{2,8}$/);
const values = fc.record({
  name: word.map((rest) => `M${rest} O${rest}`),
  email: word.map((rest) => `m${rest}@${rest}.test`),
  words: word.map((rest) => `w${rest}`),
});
const pieces = ({ name, email, words }: Values) =>
  [name, email, words].flatMap((text) => [text, text.slice(1, 4)]);

const inputsOf = ({ compares }: AnyQuery, needles: string[]) => {
  const orders = compares.sort ? sorts.flatMap((one) => [one, `-${one}`]) : [];
  return [
    ...needles.map((q) => ({ q })),
    ...orders.flatMap((sort) => [
      { sort, limit: 2 },
      { sort, limit: 2, q: "m" },
    ]),
  ];
};

describe("[P49] nobody finds out a masked value by searching, sorting or paging", () => {
  test("every question that searches or sorts is tried", () => {
    expect(comparing.map(({ name }) => name as string).toSorted()).toEqual([
      "activity.list",
      "user.list",
      "user.list_activity",
    ]);
  });

  test.each(comparing.map((query) => [query.name, query] as const))(
    "%s answers the same whatever the masked values are",
    async (_name, query) => {
      const named = query.input.shape.userId ? { userId: mia.userId } : {};
      const answers = async (needles: string[]) => {
        const all = [];
        for (const input of inputsOf(query, needles)) {
          const outcome = await ask(query, support, { ...named, ...input });
          if (!outcome.ok) throw new Error(outcome.code);
          const { nextCursor, ...page } = outcome.value as { nextCursor: string | null };
          // sealed anew each time, so only its length could tell anything
          all.push({ input, page, cursor: nextCursor?.length });
        }
        return all;
      };
      await fc.assert(
        fc.asyncProperty(values, values, async (before, after) => {
          const needles = [...pieces(before), ...pieces(after)];
          await rewrite(before);
          const first = await answers(needles);
          await rewrite(after);
          expect(await answers(needles)).toEqual(first);
        }),
        { numRuns: 3 },
      );
    },
    60_000,
  );
});

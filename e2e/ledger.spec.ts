import { readFile } from "node:fs/promises";

import { stageKey } from "@/lib/cast/stage";
import { expect, look, test } from "./fixtures";
import { stageStory, turnBack } from "./stage";

test("[P78] [P39] an owner reads who touched the account's data, narrows it, and takes it along", async ({
  as,
}) => {
  const { Olga, Adam, Mia, accountId } = await stageStory("ledger", "Olga", "Adam", "Mia");
  const { keyId } = await stageKey(Adam, { name: "Directory sync" });
  await turnBack(
    `insert into traffic_rollups (account_id, kind, span, at, operation, subject_id, calls, refused, failed, limited,
       duration, slowest, bytes_in, bytes_out, durations)
     select $1, 'call', 86400, date_trunc('day', now(), 'UTC') - n * interval '1 day', 'user.list', $2, n * 3, 0, 0, 0, 1, 1, 0, 0, '{}'
     from generate_series(1, 70) as n`,
    [accountId, keyId],
  );
  await turnBack(
    `insert into ledger values ($1, gen_random_uuid(), now() - interval '36 hours', 'user', 'user', $2, 12, 'r')`,
    [accountId, Olga.userId],
  );
  const olga = await as(Olga);
  const lines = olga.getByRole("main").locator("details.event > summary");

  await test.step("the newest first, older ones on request", async () => {
    await olga.goto("/users");
    await olga.getByRole("link", { name: "Trust" }).click();
    await expect(olga).toHaveURL(/\/trust\/ledger$/);
    await expect(lines).toHaveCount(50);
    await olga.getByRole("button", { name: "Show older" }).click();
    await expect(lines).toHaveCount(71);
    await lines.filter({ hasText: "permanently deleted" }).click();
    await expect(olga.getByText("A user, their sessions, letters and activity")).toBeVisible();
    await look(olga, "who touched our data");
  });

  await test.step("narrowed by what, and from there to the calls themselves", async () => {
    await olga.getByRole("link", { name: /Permanent deletions/ }).click();
    await expect(olga).toHaveURL(/kind=deletion/);
    await expect(lines).toHaveCount(1);
    await olga.getByRole("link", { name: "Clear" }).click();
    await expect(lines, "what was read on before is still there").toHaveCount(71);
    await lines.first().click();
    await olga.getByRole("link", { name: "Show all 3" }).click();
    await expect(olga).toHaveURL(new RegExp(`/developers/requests\\?key=${keyId}`));
    await olga.goBack();
    await olga.getByLabel("What").selectOption("restore");
    await expect(olga.getByText("Nothing matches")).toBeVisible();
    await look(olga, "nothing matches in the ledger");
  });

  await test.step("taken along as CSV, which is told", async () => {
    await olga.goto("/trust/ledger?kind=deletion");
    const coming = olga.waitForEvent("download");
    await olga.getByRole("button", { name: "Download CSV" }).click();
    const file = await (await coming).path();
    const rows = (await readFile(file, "utf8")).trimEnd().split("\n");
    expect(rows).toHaveLength(2);
    expect(rows[1]).toContain("Olga Owner permanently deleted a user");
    await olga.goto("/activity?action=ledger.export");
    await expect(lines).toHaveCount(1);
  });

  await test.step("a user has no such page", async () => {
    const mia = await as(Mia);
    await mia.goto("/users");
    await expect(mia.getByRole("link", { name: "Trust" })).toHaveCount(0);
    await mia.goto("/trust/ledger");
    await expect(mia.getByRole("heading", { name: /nothing here|not found/i })).toBeVisible();
  });
});

import { expect, look, test } from "./fixtures";
import { openLetter } from "./letters";
import { castPassword, letProofGrowOld, stageStory, turnBack } from "./stage";

test("[P78] [P44] someone sees what is held about them and to whom it was given, and asks to be erased", async ({
  as,
  someone,
}) => {
  test.setTimeout(240_000);
  const { Mia, Adam, Olga } = await stageStory("privacy", "Olga", "Adam", "Mia");
  const mia = await as(Mia);
  await turnBack(
    `insert into disclosures (id, account_id, at, processor, purpose, fields, person_id, user_id, bytes, request_id)
     select gen_random_uuid(), $1, now() - n * interval '1 day', 'mail', 'deliver_letter', 'email letter', $2, $3, 900, 'r'
     from generate_series(1, 14) as n`,
    [Mia.accountId, Mia.personId, Mia.userId],
  );

  await test.step("why it is held, and to whom it was given", async () => {
    await mia.goto("/me/privacy");
    await mia.locator("summary", { hasText: "Sessions" }).click();
    await expect(mia.getByText("90 days after they end.")).toBeVisible();
    await expect(
      mia
        .getByText(/Your e-mail address and the text of the letter went to the mail service/)
        .first(),
    ).toContainText("14 times");
    const region = mia.getByRole("region", { name: "Who got at it from outside" });
    await expect(region.locator("details.event")).toHaveCount(14);
    await look(mia, "what is held about oneself");
  });

  await test.step("she takes a copy, without asking anyone", async () => {
    await mia.getByRole("button", { name: "Take a copy of my data" }).click();
    await expect(mia.getByText("Ready", { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(mia.getByRole("button", { name: "Download" })).toBeVisible();
  });

  await test.step("she asks to be erased, with her password", async () => {
    await letProofGrowOld(Mia);
    await mia.getByRole("button", { name: "Ask to be erased" }).click();
    const dialog = mia.getByRole("dialog");
    await expect(dialog.getByText("because this is your last place")).toBeVisible();
    await look(mia, "asking to be erased");
    await dialog.getByLabel("Why").fill("I work elsewhere now.");
    await dialog.getByRole("button", { name: "Ask to be erased" }).click();
    await dialog.getByLabel("Your password").fill(castPassword);
    await dialog.getByRole("button", { name: "Ask to be erased" }).click();
    await expect(mia.getByText("You asked to be erased")).toBeVisible();
    await look(mia, "a request that waits");
    const post = await someone();
    await openLetter(post, Mia.email, "You asked to be erased from Acme privacy");
    await openLetter(post, Olga.email, "Mia Member asks to be erased");
  });

  const adam = await as(Adam);
  await test.step("Adam refuses, and she reads why", async () => {
    await adam.goto("/trust/requests");
    await expect(adam.getByText("I work elsewhere now.")).toBeVisible();
    await look(adam, "requests to be erased");
    await adam.getByRole("button", { name: "Refuse to erase Mia Member" }).click();
    const dialog = adam.getByRole("dialog");
    await dialog.getByRole("button", { name: "Refuse Mia Member" }).click();
    await expect(dialog.getByText("Say why it cannot be done.")).toBeVisible();
    await dialog.getByLabel("Why it cannot be done").fill("Invoices are kept for seven years.");
    await look(adam, "refusing to erase");
    await dialog.getByRole("button", { name: "Refuse Mia Member" }).click();
    await expect(adam.getByText("Refused", { exact: true })).toBeVisible();
    await mia.reload();
    await expect(mia.getByText("Invoices are kept for seven years.")).toBeVisible();
    await look(mia, "a request that was refused");
  });

  await test.step("she asks again, the month passes, and Adam erases her", async () => {
    await mia.getByRole("button", { name: "Ask to be erased" }).click();
    await mia.getByRole("dialog").getByRole("button", { name: "Ask to be erased" }).click();
    await expect(mia.getByText("You asked to be erased")).toBeVisible();
    await turnBack(
      `update erasure_requests set requested_at = now() - interval '32 days',
         due_at = now() - interval '32 days' + interval '1 month' where user_id = $1 and outcome is null`,
      [Mia.userId],
    );
    await adam.reload();
    await expect(adam.getByText("One request is overdue")).toBeVisible();
    await look(adam, "a request that is overdue");
    await adam.getByRole("button", { name: "Erase Mia Member", exact: true }).click();
    const dialog = adam.getByRole("dialog");
    await dialog.getByLabel("Type “Mia Member” to go on").fill("Mia Member");
    await look(adam, "erasing");
    await dialog.getByRole("button", { name: "Erase for good" }).click();
    await expect(adam.getByText("Someone who is gone").first()).toBeVisible();
    await mia.goto("/me/privacy");
    await expect(mia).toHaveURL(/\/sign-in/);
  });
});

import { Webhook } from "standardwebhooks";

import { expect, look, type Page, test } from "./fixtures";
import { startReceiver } from "./receiver";
import { castPassword, letProofGrowOld, stageStory, turnBack } from "./stage";

/** What was sent, the newest first. */
const rows = (page: Page) => page.getByRole("main").locator("tbody tr");

test("an administrator adds a webhook, and what does not arrive is explained and replayed [V7.5.3]", async ({
  as,
}) => {
  test.setTimeout(240_000);
  using receiver = await startReceiver();
  const { Adam, Mia } = await stageStory("webhooks", "Olga", "Adam", "Mia");
  const adam = await as(Adam);
  let secret = "";
  let page = "";

  await test.step("who has none is told what they are", async () => {
    await adam.goto("/developers/webhooks");
    await expect(adam.getByRole("heading", { name: "Nobody is told yet" })).toBeVisible();
    await look(adam, "no webhooks yet");
    await adam.getByRole("link", { name: "Add a webhook" }).click();
    await expect(adam.getByRole("heading", { name: "Add a webhook" })).toBeVisible();
  });

  const address = adam.getByRole("textbox", { name: "Address" });
  const add = adam.getByRole("button", { name: "Add the webhook" });

  await test.step("an address that is never called is refused with the reason", async () => {
    await add.click();
    await expect(adam.getByText("Give the address messages are to be sent to.")).toBeVisible();
    for (const [typed, says] of [
      ["http://8.8.8.8/", /Only https:\/\/ addresses are called/],
      ["https://10.1.2.3/", /private or special network/],
      ["https://user:secret@example.com/", /user name or password/],
      ["nonsense", /That is not an address/],
    ] as const) {
      await address.fill(typed);
      await add.click();
      await expect(adam.getByText(says).first()).toBeVisible();
      await expect(address).toBeFocused();
    }
  });

  await test.step("topics are found and chosen", async () => {
    await adam.getByRole("radio", { name: /Only what I choose/ }).check();
    await adam.getByRole("searchbox", { name: "Find a topic" }).fill("pause");
    await adam.getByRole("checkbox", { name: /user\.pause/ }).check();
    await adam.getByRole("searchbox", { name: "Find a topic" }).fill("");
    await adam.getByRole("checkbox", { name: /user\.edit/ }).check();
    await expect(adam.getByText(/^2 of \d+ chosen/)).toBeVisible();
    await look(adam, "a webhook being added");
  });

  await test.step("the password is asked when it was given long ago; the secret is shown once", async () => {
    await letProofGrowOld(Adam);
    await address.fill(receiver.url);
    await adam.getByLabel(/^Description/).fill("Keeps the payroll in step");
    await add.click();
    await adam.getByLabel("Your password", { exact: true }).fill(castPassword);
    await add.click();
    await expect(adam.getByText("The webhook is added")).toBeVisible();
    secret = (await adam.getByRole("group", { name: "Signing secret" }).textContent()) ?? "";
    expect(secret).toMatch(/^whsec_/);
    await look(adam, "a secret, shown once");
  });

  await test.step("a test arrives, signed", async () => {
    await adam.getByRole("button", { name: "Send a test" }).click();
    await expect(adam.getByText(/It arrived: answered with 204/)).toBeVisible();
    expect(receiver.got).toHaveLength(1);
    const [{ headers, body }] = receiver.got as [(typeof receiver.got)[0]];
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({
      type: "webhook.test",
    });
    await adam.getByRole("link", { name: "I have copied it" }).click();
    await expect(adam.getByText("1 of 1 attempts arrived")).toHaveCount(0);
    await expect(adam.getByText("The only attempt arrived")).toBeVisible();
    page = adam.url();
    await expect(adam.getByText(secret)).toHaveCount(0);
    await look(adam, "a webhook");
  });

  await test.step("the receiver fails: the message waits, and what came back is shown", async () => {
    receiver.answer.status = 503;
    receiver.answer.text = "<b>down</b> for repairs";
    await rename(adam, Mia.userId, "Mia Morgenstern");
    await adam.goto(`${page}/deliveries`);
    await expect(rows(adam).first()).toContainText("user.edit");
    await expect(rows(adam).first()).toContainText("503");
    await expect(rows(adam).first()).toContainText("Pending");
    await look(adam, "the deliveries");
    await adam.goto(page);
    await expect(adam.getByText("Nothing arrives at the moment")).toBeVisible();
    await adam.goto(`${page}/deliveries`);
    await rows(adam).first().getByRole("link").click();
    await expect(adam.getByRole("heading", { name: "user.edit" })).toBeVisible();
    await expect(adam.getByText("Answered with an error").first()).toBeVisible();
    await expect(adam.getByText("<b>down</b> for repairs").first()).toBeVisible();
    await expect(adam.getByText("Mia Morgenstern").first()).toBeVisible();
    await look(adam, "a delivery that waits");
    await adam.getByRole("link", { name: "What was done" }).click();
    await expect(adam).toHaveURL(/\/activity\?request=/);
    await expect(adam.getByText(/changed .*Mia/).first()).toBeVisible();
    await adam.goBack();
  });

  await test.step("given up, it is replayed and arrives", async () => {
    await turnBack(
      "update webhook_deliveries set state = 'failed', next_at = null, done_at = now() where account_id = $1 and state = 'pending'",
      [Adam.accountId],
    );
    receiver.answer.status = 204;
    await adam.reload();
    await expect(adam.getByText("Failed", { exact: true })).toBeVisible();
    const before = receiver.got.length;
    await adam.getByRole("button", { name: "Replay" }).click();
    await expect(adam.getByText("The message is on its way again.")).toBeVisible();
    await expect(adam.getByText("Delivered").first()).toBeVisible();
    expect(receiver.got.length).toBe(before + 1);
    expect(receiver.got.at(-1)!.headers["webhook-id"]).toBe(
      receiver.got.at(-2)!.headers["webhook-id"],
    );
  });
});

test("a webhook is paused, replayed, checked, given a new secret, edited and deleted", async ({
  as,
}) => {
  using receiver = await startReceiver();
  const { Adam, Mia, Olga } = await stageStory("resting webhooks", "Olga", "Adam", "Mia");
  const adam = await as(Adam);
  const secret = await addWebhook(adam, receiver.url);
  const page = adam.url();

  await test.step("paused, everything is held; resuming asks what becomes of it", async () => {
    await adam.goto(page);
    await choose(adam, "Pause…");
    await adam.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
    await expect(adam.getByText("Paused: nothing is sent")).toBeVisible();
    await rename(adam, Mia.userId, "Mia Mittag");
    await rename(adam, Mia.userId, "Mia Abend");
    await expect(async () => {
      await adam.goto(page);
      await expect(adam.getByText("2 messages are held", { exact: false })).toBeVisible({
        timeout: 500,
      });
    }).toPass();
    await look(adam, "a paused webhook");
    const before = receiver.got.length;
    await adam.getByRole("main").getByRole("button", { name: "Resume" }).click();
    await adam.getByRole("radio", { name: /Leave held/ }).check();
    await adam.getByRole("dialog").getByRole("button", { name: "Resume" }).click();
    await expect(adam.getByRole("link", { name: /^2 Held/ })).toBeVisible();
    expect(receiver.got.length).toBe(before);
  });

  await test.step("a range is counted, then replayed in its order", async () => {
    await choose(adam, "Replay messages…");
    const dialog = adam.getByRole("dialog");
    await expect(dialog.getByText("2 messages", { exact: true })).toBeVisible();
    await dialog.getByLabel(/^Topic/).fill("user.pause");
    await expect(dialog.getByText("Nothing fits", { exact: false })).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Send again" })).toBeDisabled();
    await dialog.getByLabel(/^Topic/).fill("");
    await look(adam, "a replay, counted");
    await dialog.getByRole("button", { name: "Send 2 messages again" }).click();
    await expect(adam.getByText("2 messages are on the way again.")).toBeVisible();
    await expect
      .poll(() => receiver.got.slice(-2).map(({ body }) => /Mia \w+/g.exec(body)?.[0]))
      .toEqual(["Mia Member", "Mia Mittag"]);
    await adam.goto(`${page}/deliveries?state=delivered&topic=user.edit`);
    await expect(rows(adam)).toHaveCount(2);
    await adam.getByLabel("State").selectOption("held");
    await expect(adam.getByText("Nothing matches")).toBeVisible();
  });

  await test.step("a message is checked: right, changed on its way, and signed by someone else", async () => {
    await adam.goto(`${page}/verify`);
    const newest = receiver.got.at(-1)!;
    const headers = Object.entries(newest.headers).map(([name, value]) => `${name}: ${value}`);
    const check = async (sent: string, body: string) => {
      await adam.getByLabel("Headers").fill(sent);
      await adam.getByLabel("Body").fill(body);
      await adam.getByRole("button", { name: "Check the signature", exact: true }).click();
    };
    await check(headers.join("\n"), newest.body);
    await expect(adam.getByText("It is ours, and unchanged")).toBeVisible();
    await check(headers.join("\n"), newest.body.replace("Mia", "Eve"));
    await expect(adam.getByText("A receiver would refuse it")).toBeVisible();
    await expect(adam.getByText(/The body was changed on its way, from character/)).toBeVisible();
    await look(adam, "a signature that is wrong");
    await check("nonsense", `<script>alert(1)</script>`);
    await expect(adam.getByText(/Missing: webhook-id/)).toBeVisible();
    await adam.getByRole("button", { name: "Fill in the newest message" }).click();
    await expect(adam.getByLabel("Headers")).toHaveValue(/webhook-signature: v1,/);
  });

  await test.step("the secret is rotated: both sign for a day", async () => {
    await adam.goto(page);
    await choose(adam, "Rotate the secret…");
    const dialog = adam.getByRole("dialog");
    await dialog.getByRole("button", { name: "Make a new secret" }).click();
    await expect(dialog.getByText(/The old secret signs along until/)).toBeVisible();
    const fresh = (await dialog.getByRole("group", { name: "Signing secret" }).textContent()) ?? "";
    expect(fresh).not.toBe(secret);
    await dialog.getByRole("button", { name: "I have copied it" }).click();
    await expect(adam.getByText(/signs along until/)).toBeVisible();
    await adam.getByRole("button", { name: "Send a test" }).click();
    await expect(adam.getByText(/It arrived: answered with 204/)).toBeVisible();
    const { headers, body } = receiver.got.at(-1)!;
    for (const one of [secret, fresh])
      new Webhook(one).verify(body, headers as Record<string, string>);
  });

  await test.step("edited, with what someone else changed meanwhile kept", async () => {
    await adam.getByRole("link", { name: "Edit" }).click();
    const other = await adam.context().newPage();
    await other.goto(`${page}/edit`);
    await other.getByLabel(/^Description/).fill("By the other one");
    await other.getByRole("button", { name: "Save changes" }).click();
    await expect(other.getByText("By the other one")).toBeVisible();
    await other.close();
    await adam.getByRole("radio", { name: /Ids only/ }).check();
    await adam.getByRole("button", { name: "Save changes" }).click();
    await expect(adam.getByText("Theirs beside yours")).toBeVisible();
    await expect(adam.getByLabel(/^Description/)).toHaveValue("By the other one");
    await expect(adam.getByRole("radio", { name: /Ids only/ })).toBeChecked();
    await look(adam, "a webhook being edited");
    await adam.getByRole("button", { name: "Save changes" }).click();
    await expect(adam.getByText("The changes are saved.")).toBeVisible();
    await adam.waitForURL(/\/webhooks\/[0-9a-f-]{36}$/);
    await expect(adam.getByText("Ids only").first()).toBeVisible();
  });

  await test.step("all of it is in its activity, and deleting it says what goes", async () => {
    await adam.goto(`${page}/activity`);
    await expect(adam.getByText(/gave the webhook to .* a new secret/)).toBeVisible();
    await look(adam, "the activity of a webhook");
    await adam.goto("/developers/webhooks");
    await expect(adam.getByRole("link", { name: receiver.url })).toBeVisible();
    await look(adam, "the webhooks");
    await adam.getByRole("link", { name: receiver.url }).click();
    await choose(adam, "Delete…");
    await look(adam, "the question before deleting");
    await adam.getByRole("dialog").getByRole("button", { name: "Delete the webhook" }).click();
    await expect(adam.getByRole("heading", { name: "Nobody is told yet" })).toBeVisible();
    await expect(adam.getByRole("heading", { name: "Deleted webhooks" })).toBeVisible();
    await expect(adam.getByRole("button", { name: "Delete permanently…" })).toHaveCount(0);
  });

  await test.step("an owner deletes it permanently, after reading what goes with it [P35]", async () => {
    const olga = await as(Olga);
    await olga.goto("/developers/webhooks");
    await olga.getByRole("button", { name: "Delete permanently…" }).click();
    await look(olga, "the question before a webhook is permanently deleted");
    const dialog = olga.getByRole("dialog");
    await expect(dialog).toContainText(/This destroys \d+ deliver(y|ies) and \d+ entr(y|ies)/);
    await dialog.getByRole("button", { name: "Delete permanently" }).click();
    await expect(olga.getByRole("heading", { name: "Deleted webhooks" })).toHaveCount(0);
  });
});

test("an auditor sees webhooks and can change nothing; others do not find them [V8.3.1]", async ({
  as,
}) => {
  using receiver = await startReceiver();
  const { Adam, Aria, Mia } = await stageStory("webhook-readers", "Olga", "Adam", "Aria", "Mia");
  const adam = await as(Adam);
  await addWebhook(adam, receiver.url);
  const page = adam.url();

  await adam.getByRole("button", { name: "Send a test" }).click();
  await expect(adam.getByText(/It arrived/)).toBeVisible();

  const aria = await as(Aria);
  await aria.goto("/developers/webhooks");
  await expect(aria.getByRole("link", { name: receiver.url })).toBeVisible();
  await expect(aria.getByRole("link", { name: "Add a webhook" })).toHaveCount(0);
  await aria.goto(page);
  await expect(aria.getByRole("heading", { name: "How it fares" })).toBeVisible();
  await expect(aria.getByRole("main").getByRole("button")).toHaveCount(0);
  await look(aria, "a webhook, seen by an auditor");
  await aria.goto(`${page}/deliveries`);
  await rows(aria).first().getByRole("link").click();
  await expect(aria.getByRole("heading", { name: "Attempts" })).toBeVisible();
  await expect(aria.getByRole("button", { name: "Replay" })).toHaveCount(0);
  for (const address of ["/developers/webhooks/new", `${page}/edit`]) {
    await aria.goto(address);
    await expect(aria.getByText(/Your role does not/)).toBeVisible();
  }

  const mia = await as(Mia);
  for (const address of ["/developers/webhooks", page, `${page}/verify`]) {
    await mia.goto(address);
    await expect(mia.getByText("There is nothing here")).toBeVisible();
  }
});

/** Adds a webhook for edited users and ends on its page, with its secret in hand. */
async function addWebhook(page: Page, url: string): Promise<string> {
  await page.goto("/developers/webhooks/new");
  await page.getByRole("textbox", { name: "Address" }).fill(url);
  await page.getByRole("radio", { name: /Only what I choose/ }).check();
  await page.getByRole("checkbox", { name: /user\.edit/ }).check();
  await page.getByRole("button", { name: "Add the webhook" }).click();
  const secret = await page.getByRole("group", { name: "Signing secret" }).textContent();
  await page.getByRole("link", { name: "I have copied it" }).click();
  await expect(page.getByRole("heading", { name: "How it fares" })).toBeVisible();
  return secret ?? "";
}

async function choose(page: Page, entry: string) {
  await page.getByRole("button", { name: /^Actions for/ }).click();
  await page.getByRole("menuitem", { name: entry }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
}

async function rename(page: Page, userId: string, name: string) {
  await page.goto(`/users/${userId}`);
  await page.getByRole("region", { name: "Profile" }).getByRole("button", { name: "Edit" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
}

import { stageStaff } from "@/lib/cast/stage";
import { stageGrant, stageStep } from "@/lib/cast/stage-support";

import { signIn } from "./door";
import { expect, look, test } from "./fixtures";
import { openLetter } from "./letters";
import { castPassword, letProofGrowOld, stageStory } from "./stage";

const asked = {
  nouns: ["users", "webhooks"],
  fields: ["name", "email"],
  mode: "act",
  minutes: 120,
} as const;

test("[P48] an owner narrows a request, lets support in with the password, and ends it with one press", async ({
  as,
}) => {
  const { Olga, Otto, Mia, accountId } = await stageStory("letting in", "Olga", "Otto", "Mia");
  const sam = await stageStaff("Sam Support", "sam@letting-in.example.test", ["support"]);
  const grantId = await stageGrant(accountId, sam, asked);
  const olga = await as(Olga);
  await letProofGrowOld(Olga);

  await olga.goto("/trust/ledger");
  await olga.getByRole("link", { name: "Support access", exact: true }).click();
  const request = olga.getByRole("article", { name: "Sam Support asks to be let in" });
  await expect(request).toContainText("Deliveries time out");
  await expect(request).toContainText("4711");
  await expect(request).toContainText("E-mail addresses");
  await expect(request).toContainText("Look and change");
  await look(olga, "a request of support, as an owner sees it");

  await request.getByRole("button", { name: "Look at it and agree…" }).click();
  const dialog = olga.getByRole("dialog", { name: "Let Sam Support in" });
  await dialog.getByLabel(/^Names/).uncheck();
  await dialog.getByLabel(/^Webhooks/).uncheck();
  await dialog.getByLabel("May", { exact: true }).selectOption("Look only");
  for (const [nonsense, says] of [
    ["soon", "Give a number of minutes."],
    ["3", "Give at least 5 minutes."],
    ["7.5", "Give whole minutes."],
    ["600", "This is more than was asked for."],
  ] as const) {
    await dialog.getByLabel("Minutes").fill(nonsense);
    if (says.startsWith("This")) {
      await dialog.getByRole("button", { name: "Let Sam Support in" }).click();
      await dialog.getByLabel("Your password", { exact: true }).fill(castPassword);
    }
    await dialog.getByRole("button", { name: "Let Sam Support in" }).click();
    await expect(dialog.getByText(says)).toBeVisible();
  }
  await dialog.getByLabel("Minutes").fill("30");
  await letProofGrowOld(Olga);
  await dialog.getByLabel("Your password", { exact: true }).fill("not my password at all");
  await dialog.getByRole("button", { name: "Let Sam Support in" }).click();
  await expect(dialog.getByText(/not your current password/).first()).toBeVisible();
  await look(olga, "letting support in, password asked");
  await dialog.getByLabel("Your password", { exact: true }).fill(castPassword);
  await dialog.getByRole("button", { name: "Let Sam Support in" }).click();

  const inside = olga.getByRole("article", { name: "Sam Support is inside" });
  await expect(inside.getByRole("timer")).toContainText(/(29|30) min left/);
  await expect(inside).toContainText("Look only");
  await expect(inside).not.toContainText("Webhooks");

  await test.step("every page says so", async () => {
    const otto = await as(Otto);
    await otto.goto("/users");
    const notice = otto.getByRole("complementary", { name: "Support access" });
    await expect(notice).toContainText("Sam Support is in this account until");
    await look(otto, "the notice that support is inside");
    await otto.goto("/me");
    await notice.getByRole("button", { name: "End now" }).click();
    await expect(otto.getByText("The access of Sam Support has ended.")).toBeVisible();
    await expect(notice).toHaveCount(0);
  });

  await test.step("the owner replays what was done", async () => {
    const stepOf = (action: string, kind: "look" | "change" | "unmask") =>
      ({ kind, action, userId: Mia.userId }) as const;
    await stageStep(accountId, grantId, stepOf("user.show", "look"), { masked: ["name", "email"] });
    await stageStep(
      accountId,
      grantId,
      { ...stepOf("support.unmask", "unmask"), clear: "email" },
      { filter: { reason: "Is the address mistyped?" } },
    );
    await olga.goto(`/trust/support/${grantId}`);
    const replay = olga.getByRole("region", { name: "Step by step" });
    await expect(replay).toContainText("Step 1 of 2");
    await expect(replay.getByRole("heading", { name: "Looked at a user" })).toBeVisible();
    await expect(replay).toContainText("names and e-mail addresses");
    await replay.getByRole("button", { name: "Next" }).click();
    await expect(replay).toContainText("Step 2 of 2");
    await expect(replay).toContainText("Is the address mistyped?");
    await look(olga, "an access, replayed step by step");
    await olga.goto("/trust/support");
    await expect(olga.getByRole("region", { name: "History" })).toContainText(
      "Olga Owner agreed. An owner ended it. 2 looks, no changes.",
    );
    await look(olga, "support access with a history");
  });
});

test("[P48] who cannot agree sees everything, and reads who can", async ({ as }) => {
  const { Aria, Adam, Mia, accountId } = await stageStory(
    "only reading",
    "Olga",
    "Adam",
    "Aria",
    "Mia",
  );
  const sam = await stageStaff("Sam Support", "sam@only-reading.example.test", ["support"]);
  await stageGrant(accountId, sam, asked);
  for (const who of [Aria, Adam]) {
    const page = await as(who);
    await page.goto("/trust/support");
    await expect(page.getByRole("article")).toContainText("Sam Support asks to be let in");
    await expect(page.getByText("Olga Owner can.")).toBeVisible();
    await expect(page.getByRole("button", { name: /agree|Decline|Invite/ })).toHaveCount(0);
  }
  const mia = await as(Mia);
  await mia.goto("/trust/support");
  await expect(mia.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
});

test("[P49] an owner declines with a reason, and invites one of the support staff", async ({
  as,
}) => {
  const { Olga, accountId } = await stageStory("asking in", "Olga");
  const sam = await stageStaff("Sam Support", "sam@asking-in.example.test", ["support"]);
  const sue = await stageStaff("Sue Support", "sue@asking-in.example.test", ["support"]);
  await stageGrant(accountId, sam, asked);
  const olga = await as(Olga);
  await olga.goto("/trust/support");
  await olga.getByRole("button", { name: "Decline…" }).click();
  const dialog = olga.getByRole("dialog");
  await dialog.getByRole("button", { name: "Decline", exact: true }).click();
  await expect(dialog.getByText("Say why. Whoever asked reads it.")).toBeVisible();
  await look(olga, "declining a request of support");
  await dialog.getByLabel("Why not?").fill("Wir fanden es selbst 🙂");
  await dialog.getByRole("button", { name: "Decline", exact: true }).click();
  await expect(olga.getByRole("region", { name: "History" })).toContainText(
    "Olga Owner declined: Wir fanden es selbst 🙂",
  );

  await olga.getByRole("button", { name: "Invite support…" }).click();
  await dialog.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(dialog.getByText("Choose at least one.")).toBeVisible();
  await look(olga, "inviting support");
  await dialog.getByLabel("Whom", { exact: true }).selectOption(sue.staffId);
  await dialog.getByLabel("What for?").fill("Please look at our webhooks");
  await dialog.getByLabel(/^Webhooks/).check();
  await dialog.getByRole("button", { name: "Invite", exact: true }).click();
  const invited = olga.getByRole("article", { name: "Sue Support is invited" });
  await expect(invited).toContainText("1 hour");
  await invited.getByRole("button", { name: "Take the invitation back…" }).click();
  await look(olga, "taking an invitation back");
  await dialog.getByRole("button", { name: "Take it back" }).click();
  await expect(olga.getByRole("region", { name: "History" })).toContainText(
    "It was taken back before anybody entered.",
  );
});

test("[P48] [P50] one of the support staff asks, the owners get a letter, and the request is withdrawn", async ({
  as,
  someone,
}) => {
  const { Olga, accountId } = await stageStory("asked for", "Olga");
  const sam = await stageStaff("Sam Support", "sam@asked-for.example.test", ["support"]);
  const page = await someone();
  await signIn(page, sam.email, castPassword);
  await page.getByRole("link", { name: "Support", exact: true }).click();
  await expect(page.getByText("You have asked nobody yet")).toBeVisible();
  await look(page, "support, where nobody was asked yet");
  await page.getByRole("link", { name: "New request" }).click();
  const send = page.getByRole("button", { name: "Ask the owners" });
  await send.click();
  await expect(page.getByText("Say why. The owners of the account read it.")).toBeVisible();
  await expect(page.getByText("Choose at least one.")).toBeVisible();
  await page.getByLabel("Account", { exact: true }).fill("'; drop table users; --");
  await page.getByLabel("What for?").fill("x".repeat(200));
  await page.getByLabel("Ticket").fill("\u202e4711\u0000");
  await page.getByLabel("Minutes").fill("-1");
  await send.click();
  await expect(page.getByText("Remove what is no character.")).toBeVisible();
  await page.getByLabel("Ticket").fill("4711");
  await send.click();
  await expect(page.getByText("Give at least 5 minutes.")).toBeVisible();
  await look(page, "a request of support, filled in wrongly");

  await page.goto("/operator");
  await page.getByRole("link", { name: `Ask ${accountId} for access` }).click();
  await expect(page.getByLabel("Account", { exact: true })).toHaveValue(accountId);
  await page.getByLabel("What for?").fill("Deliveries to your webhook time out");
  await page.getByLabel("Ticket").fill("4711");
  await page.getByLabel(/^Webhooks/).check();
  await page.getByLabel(/^Names/).check();
  await send.click();
  const mine = page.getByRole("article", { name: `Access to ${accountId}` });
  await expect(mine).toContainText("Waits for an answer");
  await look(page, "one's own requests, as one of the support staff");

  const reader = await someone();
  await openLetter(reader, Olga.email, "Sam Support of the support staff asks to look into");
  const link = await reader.locator("article").getByRole("link").innerText();
  const olga = await as(Olga);
  await olga.goto(new URL(link).pathname);
  await expect(olga.getByRole("article")).toContainText("Deliveries to your webhook time out");
  await expect(olga.getByRole("button", { name: "Look at it and agree…" })).toBeVisible();

  await mine.getByRole("button", { name: "Withdraw" }).click();
  await expect(mine).toContainText("You withdrew it.");
});

test("[P51] security staff review what support did, and the owner reads the outcome", async ({
  as,
  someone,
}) => {
  const { Olga, accountId } = await stageStory("reviewed", "Olga");
  const sam = await stageStaff("Sam Reviewed", "sam@reviewed.example.test", ["support"]);
  const sue = await stageStaff("Sue Security", "sue@reviewed.example.test", ["security"]);
  const grantId = await stageGrant(accountId, sam, { ...asked, state: "live" });
  const page = await someone();
  await signIn(page, sue.email, castPassword);
  await page.getByRole("link", { name: "Reviews" }).click();
  await look(page, "the reviews of support access");
  await page.getByRole("button", { name: "Review this quarter now" }).click();
  const access = page.getByRole("article", { name: `Sam Reviewed in ${accountId}` });
  await expect(access).toContainText("Undecided");
  await access.getByRole("button", { name: "Decide" }).click();
  await expect(access.getByText("Say why. It is kept with the decision.")).toBeVisible();
  await look(page, "a review of support access");
  await access.getByLabel("Decision").selectOption("Somebody has to look into it");
  await access.getByLabel("Why?").fill("Twelve looks for one delivery");
  await access.getByRole("button", { name: "Decide" }).click();
  await expect(access).toContainText("Looked into");
  await expect(access).toContainText("Twelve looks for one delivery");

  const olga = await as(Olga);
  await olga.goto(`/trust/support/${grantId}`);
  await expect(
    olga.getByText("It was not plainly in order, so somebody looks into it."),
  ).toBeVisible();
  await expect(olga.getByText("Twelve looks for one delivery")).toHaveCount(0);
});

test("[P48] breaking the glass takes two, and the owners hear of it at once", async ({
  as,
  someone,
}) => {
  const { Olga, accountId } = await stageStory("emergency", "Olga");
  const sam = await stageStaff("Sam Support", "sam@emergency.example.test", ["support"]);
  const sue = await stageStaff("Sue Security", "sue@emergency.example.test", ["security"]);
  const first = await someone();
  await signIn(first, sam.email, castPassword);
  await first.getByRole("link", { name: "Break-glass" }).click();
  await first.getByRole("button", { name: "Ask a second person" }).click();
  await expect(first.getByText("Choose at least one.")).toBeVisible();
  await look(first, "breaking the glass");
  await first.getByLabel("Account", { exact: true }).fill(accountId);
  await first.getByLabel("What for?").fill("Letters go to everybody");
  await first.getByLabel(/^Webhooks/).check();
  await first.getByRole("button", { name: "Ask a second person" }).click();
  const mine = first.getByRole("article", { name: `Emergency in ${accountId}` });
  await expect(mine).toContainText("It is yours.");

  const reader = await someone();
  await openLetter(reader, Olga.email, "wants to open Acme emergency in an emergency");

  const second = await someone();
  await signIn(second, sue.email, castPassword);
  await second.getByRole("link", { name: "Break-glass" }).click();
  const theirs = second.getByRole("article", { name: `Emergency in ${accountId}` });
  await letProofGrowOld(sue);
  await theirs.getByRole("button", { name: "Confirm, and open it for Sam Support" }).click();
  await theirs.getByLabel("Your password", { exact: true }).fill(castPassword);
  await look(second, "confirming a broken glass");
  await theirs.getByRole("button", { name: "Confirm, and open it for Sam Support" }).click();
  await expect(second.getByText("Open for Sam Support. All owners are told.")).toBeVisible();

  await openLetter(reader, Olga.email, "has access to Acme emergency without your consent");
  const olga = await as(Olga);
  await olga.goto("/trust/support");
  await expect(olga.getByRole("complementary", { name: "Support access" })).toContainText(
    "without your consent",
  );
  const card = olga.getByRole("article", { name: "Sam Support is inside" });
  await expect(card).toContainText("Two of the operator’s staff opened this account");
  await look(olga, "an account that was opened without consent");
  await card.getByRole("button", { name: "End now" }).click();
  await expect(olga.getByRole("region", { name: "History" })).toContainText("An owner ended it.");
});

test("[P48] [P49] [P50] support enters under a banner, sees masked names, unmasks one, and is out at the next click", async ({
  as,
  someone,
}) => {
  test.slow(); // one long story, with a look at each of its screens
  const { Olga, Mia, accountId } = await stageStory("seen inside", "Olga", "Mia");
  const sam = await stageStaff("Sam Support", "sam@seen-inside.example.test", ["support"]);
  const page = await someone();
  await signIn(page, sam.email, castPassword);
  await page.goto(`/operator/support/new?account=${accountId}`);
  await page.getByLabel("What for?").fill("Mia gets no letters");
  await page.getByLabel(/^Users/).check();
  await page.getByLabel(/^Names/).check();
  await page.getByRole("button", { name: "Ask the owners" }).click();
  const mine = page.getByRole("article", { name: `Access to ${accountId}` });
  await expect(mine).toContainText("Waits for an answer");

  const olga = await as(Olga);
  await olga.goto("/trust/support");
  await olga.getByRole("button", { name: "Look at it and agree…" }).click();
  const dialog = olga.getByRole("dialog", { name: "Let Sam Support in" });
  await dialog.getByRole("button", { name: "Show what they would see" }).click();
  await expect(dialog.getByRole("region", { name: "Users" })).toContainText("M•• M••");
  await expect(dialog).not.toContainText(Mia.email);
  await look(olga, "what support would see, before an owner agrees");
  await dialog.getByRole("button", { name: "Let Sam Support in" }).click();
  await expect(olga.getByRole("article", { name: "Sam Support is inside" })).toBeVisible();

  await page.reload();
  await letProofGrowOld(sam);
  await mine.getByRole("button", { name: "Enter…" }).click();
  const entering = page.getByRole("dialog", { name: "Enter the account" });
  await entering.getByRole("button", { name: "Enter" }).click();
  await entering.getByLabel("Your password", { exact: true }).fill(castPassword);
  await look(page, "entering an account as support");
  await entering.getByRole("button", { name: "Enter" }).click();
  const banner = page.getByRole("complementary", { name: "You are inside as support" });
  await expect(banner).toContainText("You are inside Acme seen inside as support.");
  await expect(banner.getByRole("timer")).toContainText(/min left|1 h 0 min/);
  await expect(page.getByRole("link", { name: "M•• M••" })).toBeVisible();
  await expect(page.getByText(Mia.name)).toHaveCount(0);
  await look(page, "the users, as support sees them");

  await page.goto(`/users/${Mia.userId}`);
  await expect(banner).toBeVisible();
  await page.getByRole("button", { name: "Unmask…" }).click();
  const unmask = page.getByRole("dialog", { name: /^Unmask a field of/ });
  await unmask.getByRole("button", { name: "Unmask", exact: true }).click();
  await expect(unmask.getByText(/Say why/)).toBeVisible();
  await look(page, "unmasking a field");
  await unmask.getByLabel("What for?").fill("To greet her by her name");
  await unmask.getByRole("button", { name: "Unmask", exact: true }).click();
  await expect(page.getByRole("heading", { name: Mia.name })).toBeVisible();
  await expect(page.getByText(Mia.email), "only what was unmasked").toHaveCount(0);
  await look(page, "a user, as support sees them, with a name in clear");

  await olga.getByRole("complementary").getByRole("button", { name: "End now" }).click();
  await expect(olga.getByRole("complementary")).toHaveCount(0);
  const loaded = page.waitForEvent("load"); // nothing of the account stays in the document
  await page.getByRole("link", { name: "Users" }).first().click();
  await loaded;
  await expect(page.getByText("Your access has ended")).toBeVisible();
  await expect(page.getByText(Mia.name)).toHaveCount(0);
  await look(page, "support, whose access has ended");

  await olga.goto("/trust/support");
  await olga.getByRole("region", { name: "History" }).getByRole("link").click();
  const replay = olga.getByRole("region", { name: "Step by step" });
  await expect(replay.getByRole("button", { name: /Unmasked a field/ })).toBeVisible();
  await replay
    .getByRole("button", { name: /Unmasked a field/ })
    .first()
    .click();
  await expect(replay).toContainText("To greet her by her name");
  await replay
    .getByRole("button", { name: /Looked through the users/ })
    .first()
    .click();
  await expect(replay).toContainText("M");
});

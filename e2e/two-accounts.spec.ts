import { acme } from "@/lib/cast/people";
import { stageAccount, stageSession } from "@/lib/cast/stage";

import { expectSignedOut, signIn, trySignIn } from "./door";
import { expect, look, type Page, test } from "./fixtures";
import { followLetter } from "./letters";
import { addressIn, castPassword } from "./stage";

const story = "twofold";
const mia = { ...acme.Mia, email: addressIn(story, "mia") };

test("a person in two accounts picks one after signing in, changes over, and a pause in one leaves the other", async ({
  as,
  someone,
}) => {
  const bakery = await stageAccount("The bakery", {
    Olga: { ...acme.Olga, email: addressIn(story, "olga") },
    Mia: { ...mia, name: "Mia the baker" },
  });
  await stageAccount("The choir", {
    Otto: { ...acme.Otto, email: addressIn(story, "otto") },
    Mia: { ...mia, name: "Mia the singer", role: "auditor" },
  });
  const page = await someone();
  await trySignIn(page, mia.email, castPassword);
  await expect(page.getByRole("heading", { name: "Choose an account" })).toBeVisible();
  await look(page, "choose an account");
  await page.getByRole("button", { name: /The bakery/ }).click();
  await expect(page.getByRole("heading", { name: "Mia the baker" })).toBeVisible();

  await page.getByRole("button", { name: /^Account: The bakery/ }).click();
  await page.getByRole("menuitem", { name: "The choir" }).click();
  await expect(page.getByRole("heading", { name: "Users" })).toBeVisible();
  await expect(page.getByRole("row", { name: /Mia the singer/ })).toBeVisible();
  await expect(page.getByText("Mia the baker")).toHaveCount(0);
  await look(page, "the other account");

  const olga = await as(bakery.Olga);
  await olga.goto(`/users/${bakery.Mia.userId}`);
  await olga
    .getByRole("region", { name: "Keep out" })
    .getByRole("button", { name: "Pause" })
    .click();
  await olga
    .getByRole("dialog")
    .getByRole("button", { name: /^Pause/ })
    .click();
  await expect(olga.getByText(/is paused and signed out/)).toBeVisible();

  await page.getByRole("navigation", { name: "Main" }).getByText("You").click();
  await expect(page.getByRole("heading", { name: "Mia the singer" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("button", { name: /Change account/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expectSignedOut(page);
  await signIn(page, mia.email, castPassword);
  await expect(page.getByRole("row", { name: /Mia the singer/ })).toBeVisible();
});

test("whoever has a password already accepts a further invitation without setting one", async ({
  as,
  someone,
}) => {
  const nina = { ...acme.Mia, name: "Nina", email: addressIn("further", "nina") };
  await stageAccount("The first house", {
    Olga: { ...acme.Olga, email: addressIn("further", "olga") },
    Nina: nina,
  });
  const second = await stageAccount("The second house", {
    Otto: { ...acme.Otto, email: addressIn("further", "otto") },
  });
  const otto = await as(second.Otto);
  await otto.goto("/users/invite");
  await otto.getByLabel("E-mail addresses").fill(nina.email);
  await otto.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(otto.getByText("1 person is invited.")).toBeVisible();

  const page = await someone();
  await followLetter(page, nina.email, "You are invited to The second house");
  await expect(page.getByText("The second house")).toBeVisible();
  await expect(page.getByLabel("Password", { exact: true })).toHaveCount(0);
  await look(page, "accept a further invitation");
  await page.getByRole("button", { name: "Accept the invitation" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await trySignIn(page, nina.email, castPassword);
  await expect(page.getByRole("button", { name: /The first house/ })).toBeVisible();
  await expect(page.getByRole("button", { name: /The second house/ })).toBeVisible();
});

/** A second tab of the same browser. */
const anotherTab = (page: Page) => page.context().newPage();

const cover = (page: Page) => page.getByRole("dialog", { name: /^(This page was|You are)/ });

/** Signs out in a tab, and in again there. */
async function signOutAndIn(tab: Page, email: string) {
  await tab.getByRole("button", { name: "Sign out" }).click();
  await expectSignedOut(tab);
  await trySignIn(tab, email, castPassword);
}

test("a page acts for the account and the person it was opened for, whatever happens in other tabs", async ({
  someone,
}) => {
  const story = "tabs";
  const olga = { ...acme.Olga, email: addressIn(story, "olga") };
  const acmeHere = await stageAccount("Acme of tabs", { Olga: olga });
  await stageAccount("Next door of tabs", {
    Olga: olga,
    Otto: { ...acme.Otto, email: addressIn(story, "otto") },
  });
  const page = await someone();
  await trySignIn(page, olga.email, castPassword);
  await page.getByRole("button", { name: /Acme of tabs/ }).click();
  await expect(page.getByRole("button", { name: /^Account: Acme of tabs/ })).toBeVisible();
  await page.goto("/users/invite");
  await page.getByLabel("E-mail addresses").fill("wanda@example.test");
  const other = await anotherTab(page);
  await other.goto("/users");

  await test.step("switching in another tab covers this one, and one press leads back", async () => {
    await other.getByRole("button", { name: /^Account: Acme of tabs/ }).click();
    await other.getByRole("menuitem", { name: "Next door of tabs" }).click();
    await expect(cover(page)).toContainText("This page was opened for Acme of tabs");
    await expect(cover(page)).toContainText("You are now signed in to Next door of tabs.");
    await expect(page.getByLabel("E-mail addresses")).toBeHidden();
    await look(page, "a page of another account, covered");
    await page.getByRole("button", { name: "Switch back to Acme of tabs" }).click();
    await expect(cover(page)).toHaveCount(0);
    await expect(
      page.getByText("wanda@example.test", { exact: true }),
      "what was typed is there",
    ).toBeVisible();
    await expect(cover(other)).toContainText("This page was opened for Next door of tabs");
  });

  await test.step("what is pressed before it learns of it is refused", async () => {
    // Tabs that cannot talk to each other: the server alone holds the line.
    const deaf = await anotherTab(page);
    await deaf.addInitScript(() => Object.assign(window, { BroadcastChannel: undefined }));
    await deaf.goto("/users/invite");
    await deaf.getByLabel("E-mail addresses").fill("lost@example.test");
    await other.getByRole("button", { name: "Continue in Acme of tabs" }).click();
    await other.getByRole("button", { name: /^Account: Acme of tabs/ }).click();
    await other.getByRole("menuitem", { name: "Next door of tabs" }).click();
    await expect(other.getByRole("row", { name: /Otto/ })).toBeVisible();
    await deaf.getByRole("button", { name: "Invite", exact: true }).click();
    await expect(cover(deaf)).toContainText("You are now signed in to Next door of tabs.");
    await deaf.getByRole("button", { name: "Continue in Next door of tabs" }).click();
    await expect(deaf.getByRole("row", { name: /Otto/ })).toBeVisible();
    await expect(deaf.getByText("lost@example.test")).toHaveCount(0);

    // A part of a page that the router fetches is not drawn into the frame of another account either.
    await other.getByRole("button", { name: /^Account: Next door of tabs/ }).click();
    await other.getByRole("menuitem", { name: "Acme of tabs" }).click();
    await expect(other.getByRole("button", { name: /^Account: Acme of tabs/ })).toBeVisible();
    await deaf.getByRole("link", { name: "Account", exact: true }).click();
    await expect(cover(deaf)).toContainText("You are now signed in to Acme of tabs.");
    await deaf.close();
  });

  await test.step("an ended session covers what is shown, and signing in again brings it back", async () => {
    await page.bringToFront();
    await page.reload();
    await page.getByLabel("E-mail addresses").fill("kept@example.test");
    const cookie = (await page.context().cookies()).find(
      ({ name }) => name === "castellan-session",
    )!;
    const session = await stageSession(acmeHere.Olga);
    await page.context().addCookies([{ ...cookie, value: "ended-long-ago" }]);
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    await expect(cover(page)).toContainText("You are signed out");
    await expect(cover(other)).toContainText("You are signed out");
    await look(page, "a page of an ended session, covered");
    await page.context().addCookies([{ ...cookie, value: session }]);
    const third = await anotherTab(page);
    await third.goto("/users");
    await expect(cover(page)).toHaveCount(0);
    await expect(cover(other)).toHaveCount(0);
    await expect(page.getByText("kept@example.test", { exact: true })).toBeVisible();
    await third.close();
  });

  await test.step("after signing out nothing is left, and somebody else goes on as themselves", async () => {
    await other.getByRole("button", { name: "Sign out" }).click();
    await expectSignedOut(other);
    await expect(cover(page)).toContainText("You are signed out");
    await expect(page.getByLabel("E-mail addresses")).toHaveCount(0);
    const door = await anotherTab(page);
    await door.goto("/sign-in");
    await trySignIn(other, addressIn(story, "otto"), castPassword);
    await expect(cover(page)).toContainText("This page was opened for Acme of tabs");
    await expect(cover(page)).toContainText("You are now signed in to Next door of tabs as Otto");
    await expect(cover(door)).toContainText("You are signed in now");
    await page.getByRole("button", { name: /^Continue as Otto/ }).click();
    await expect(page.getByRole("row", { name: /Otto/ })).toBeVisible();
    await signOutAndIn(other, olga.email);
    await expect(cover(page)).toContainText("You are now signed in without an account.");
  });
});

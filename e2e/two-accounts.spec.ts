import { acme } from "@/lib/cast/people";
import { stageAccount } from "@/lib/cast/stage";

import { expectSignedOut, signIn, trySignIn } from "./door";
import { expect, look, test } from "./fixtures";
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

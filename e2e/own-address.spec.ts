import { expectSignedOut, signIn, trySignIn } from "./door";
import { expect, look, test } from "./fixtures";
import { followLetter } from "./letters";
import { addressIn, castPassword, stageStory } from "./stage";

const story = "moving";

const fresherPassword = "seven lanterns and a ferry bell";

test("a new address counts once it confirms; the old one is told and can take it back [V6.3.7] [V7.5.1]", async ({
  as,
  someone,
}) => {
  const { Mia } = await stageStory(story, "Olga", "Mia");
  const fresh = addressIn(story, "mia-new");
  const mia = await as(Mia);
  await mia.goto("/me/security");
  const section = mia.getByRole("region", { name: "E-mail address" });
  await section.getByLabel("New e-mail address").fill(fresh);
  await section.getByLabel("Your password", { exact: true }).fill("certainly not this one");
  await section.getByRole("button", { name: "Send a letter to confirm" }).click();
  await expect(section.getByText(/not your current password/).first()).toBeVisible();
  await section.getByLabel("Your password", { exact: true }).fill(castPassword);
  await section.getByRole("button", { name: "Send a letter to confirm" }).click();
  await expect(section.getByText(/has not confirmed\s+yet/)).toBeVisible();
  await look(mia, "an address that waits to be confirmed");

  const reader = await someone();
  await followLetter(reader, fresh, "Confirm your new e-mail address");
  const confirm = reader.getByRole("button", { name: /onfirm/ });
  await expect(confirm).toBeVisible();
  await look(reader, "confirm an address");
  await mia.reload();
  await expect(section.getByText(/has not confirmed\s+yet/)).toBeVisible();
  await confirm.click();
  await expect(reader.getByRole("alert").getByRole("link", { name: "Sign in" })).toBeVisible();
  await look(reader, "an address is confirmed");

  await test.step("the new address signs in, the old one does not", async () => {
    await trySignIn(reader, Mia.email, castPassword);
    await expect(reader.getByText(/do not match/)).toBeVisible();
    await signIn(reader, fresh, castPassword);
  });

  await test.step("the old address takes itself back, and every session ends", async () => {
    const old = await someone();
    await followLetter(old, Mia.email, "Your e-mail address was changed");
    await look(old, "take the address back");
    await old.getByRole("button", { name: "Take the old address back" }).click();
    await expect(old.getByText(/The old address is back/)).toBeVisible();
    await look(old, "the address is back");
    await reader.getByRole("link", { name: "Security" }).click();
    await expectSignedOut(reader);
    await trySignIn(old, Mia.email, castPassword);
    await expect(old.getByText(/do not match/)).toBeVisible();
    await followLetter(old, Mia.email, "Your e-mail address is back");
    await old.getByLabel("Password", { exact: true }).fill(fresherPassword);
    await old.getByRole("button", { name: "Set password" }).click();
    await expect(old).toHaveURL(/\/sign-in/);
    await signIn(old, Mia.email, fresherPassword);
    await old.goto("/me/activity");
    await expect(old.getByText(/took the e-mail address back/)).toBeVisible();
  });
});

test("an administrator starts a change; nothing happens until the new address confirms, and it can be cancelled", async ({
  as,
  someone,
}) => {
  const { Adam, Mia } = await stageStory("moved", "Olga", "Adam", "Mia");
  const fresh = addressIn("moved", "mia-new");
  const adam = await as(Adam);
  await adam.goto(`/users/${Mia.userId}`);
  await adam.getByRole("button", { name: "Change e-mail address" }).click();
  await look(adam, "change someone's address");
  await adam.getByRole("dialog").getByLabel("New e-mail address").fill("no address");
  await adam.getByRole("dialog").getByRole("button", { name: "Ask to confirm" }).click();
  await expect(adam.getByText("This is not an e-mail address.")).toBeVisible();
  await adam.getByRole("dialog").getByLabel("New e-mail address").fill(fresh);
  await adam.getByRole("dialog").getByRole("button", { name: "Ask to confirm" }).click();
  await expect(adam.getByText(/has not confirmed\s+yet/)).toBeVisible();
  await look(adam, "a user whose new address waits");

  const reader = await someone();
  const link = await followLetter(reader, fresh, "Confirm your new e-mail address");
  await adam.getByRole("button", { name: "Cancel the change" }).click();
  await expect(adam.getByText(/has not confirmed\s+yet/)).toHaveCount(0);
  await reader.goto("about:blank");
  await reader.goto(link);
  await expect(reader.getByRole("heading", { name: "This link has expired" })).toBeVisible();
});

import { expectSignedOut, signIn, trySignIn } from "./door";
import { expect, look, test } from "./fixtures";
import { openLetter } from "./letters";
import { castPassword, stageStory } from "./stage";

const password = "eleven owls in the old barn";

test("a person changes their password with the present one; other devices are signed out, and a letter says so [V6.2.2] [V6.2.3] [V6.3.7] [V7.4.3]", async ({
  as,
  someone,
}) => {
  const { Mia } = await stageStory("new-password", "Olga", "Mia");
  const elsewhere = await as(Mia);
  await elsewhere.goto("/me");
  const mia = await as(Mia);
  await mia.goto("/me/security");
  await look(mia, "one's own security");

  const section = mia.getByRole("region", { name: "Password" });
  await section.getByLabel("Current password").fill("this is not my password");
  await section.getByLabel("New password", { exact: true }).fill(password);
  await section.getByRole("button", { name: "Change password" }).click();
  await expect(section.getByText("That is not your current password.").first()).toBeVisible();
  await expect(section.getByLabel("New password", { exact: true })).toHaveValue(password);
  await look(mia, "change the password, refused");

  await section.getByLabel("Current password").fill(castPassword);
  await section.getByLabel("New password", { exact: true }).fill("mia member mia member");
  await section.getByRole("button", { name: "Change password" }).click();
  await expect(section.getByLabel("New password", { exact: true })).toHaveAttribute(
    "aria-invalid",
    "true",
  );
  await section.getByLabel("New password", { exact: true }).fill(password);
  await section.getByRole("button", { name: "Change password" }).click();
  await expect(mia.getByText("Your password is changed.")).toBeVisible();
  await expect(section.getByLabel("New password", { exact: true })).toHaveValue("");

  await elsewhere.getByRole("link", { name: "Sessions" }).click();
  await expectSignedOut(elsewhere);
  await mia.reload();
  await expect(mia.getByRole("heading", { name: Mia.name })).toBeVisible();
  await trySignIn(elsewhere, Mia.email, castPassword);
  await expect(elsewhere.getByText(/do not match/)).toBeVisible();
  await signIn(elsewhere, Mia.email, password);

  const reader = await someone();
  await openLetter(reader, Mia.email, "Your password was changed");
  await reader.getByRole("article").getByRole("link").click();
  await expect(reader).toHaveURL("/forgot-password");
});

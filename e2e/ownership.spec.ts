import { expect, look, test } from "./fixtures";
import { openLetter } from "./letters";
import { castPassword, letProofGrowOld, stageStory } from "./stage";

test("an owner hands the account over: the password is asked, all owners are told, then they step down [V7.5.3]", async ({
  as,
  someone,
}) => {
  const { Olga, Adam } = await stageStory("handover", "Olga", "Adam", "Mia");
  const olga = await as(Olga);
  await letProofGrowOld(Olga);
  await olga.goto(`/users/${Adam.userId}`);
  await olga.getByRole("button", { name: "Make an owner" }).click();
  const dialog = olga.getByRole("dialog", { name: `Make ${Adam.name} an owner` });
  await expect(dialog.getByText("All owners are told by letter.")).toBeVisible();
  await look(olga, "make someone an owner");
  await dialog.getByRole("button", { name: "Make an owner" }).click();
  await expect(dialog.getByText(/Confirm your password first/)).toBeVisible();
  await look(olga, "make someone an owner, password asked");
  await dialog.getByLabel("Your password", { exact: true }).fill("not my password at all");
  await dialog.getByRole("button", { name: "Make an owner" }).click();
  await expect(dialog.getByText(/not your current password/).first()).toBeVisible();
  await look(olga, "make someone an owner, wrong password");
  await dialog.getByLabel("Your password", { exact: true }).fill(castPassword);
  await dialog.getByRole("button", { name: "Make an owner" }).click();
  await expect(olga.getByText(`${Adam.name} is now an owner.`)).toBeVisible();

  const reader = await someone();
  for (const { email } of [Olga, Adam]) {
    await openLetter(reader, email, "has a new owner");
    await expect(reader.locator("article")).toContainText("made Adam Admin an owner");
  }

  await test.step("the former owner steps down and stays as administrator", async () => {
    await olga.goto(`/users/${Olga.userId}`);
    await olga.getByRole("button", { name: "Release ownership" }).click();
    await look(olga, "release the ownership");
    await olga.getByRole("dialog").getByRole("button", { name: "Release ownership" }).click();
    await expect(olga.getByText(`${Olga.name} is now an administrator.`)).toBeVisible();
    await expect(olga.getByRole("region", { name: "Role" })).toContainText("Administrator.");
  });

  const adam = await as(Adam);
  await adam.goto("/activity");
  await expect(adam.getByText("Olga Owner made Adam Admin an owner")).toBeVisible();
  await expect(
    adam.getByText("Olga Owner tried to make Adam Admin an owner: wrong password"),
  ).toBeVisible();
  await expect(adam.getByText("Olga Owner gave up ownership")).toBeVisible();
});

test("the last owner is refused, with the way out", async ({ as }) => {
  const { Olga } = await stageStory("last", "Olga", "Adam", "Mia");
  const olga = await as(Olga);
  await olga.goto(`/users/${Olga.userId}`);
  await olga.getByRole("button", { name: "Release ownership" }).click();
  const dialog = olga.getByRole("dialog");
  await dialog.getByRole("button", { name: "Release ownership" }).click();
  await expect(
    dialog.getByText(
      "Olga Owner is the only owner who can sign in. Make someone else an owner first.",
    ),
  ).toBeVisible();
  await look(olga, "the last owner is refused");

  await dialog.getByRole("link", { name: "Choose who becomes an owner" }).click();
  await expect(olga).toHaveURL(/\/users\?status=active/);
  await olga.getByRole("button", { name: "Actions for Mia Member" }).click();
  await olga.getByRole("menuitem", { name: "Make an owner…" }).click();
  await olga.getByRole("dialog").getByRole("button", { name: "Make an owner" }).click();
  await expect(olga.getByText("Mia Member is now an owner.")).toBeVisible();

  await olga.goto(`/users/${Olga.userId}`);
  await olga.getByRole("button", { name: "Release ownership" }).click();
  await dialog.getByRole("button", { name: "Release ownership" }).click();
  await expect(olga.getByText("Olga Owner is now an administrator.")).toBeVisible();
});

test("the last owner cannot leave the account either", async ({ as }) => {
  const { Olga } = await stageStory("staying", "Olga", "Adam");
  const olga = await as(Olga);
  await olga.goto("/me");
  await olga.getByRole("button", { name: "Leave" }).click();
  await look(olga, "leave the account");
  await olga.getByRole("button", { name: "Leave the account" }).click();
  await expect(olga.getByText(/only owner who can sign in/)).toBeVisible();
  await look(olga, "the last owner may not leave");
});

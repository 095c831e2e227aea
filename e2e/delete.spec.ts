import { expectSignedOut, signIn, trySignIn } from "./door";
import { expect, look, test } from "./fixtures";
import { castPassword, stageStory } from "./stage";

test("delete, restore as it was, delete permanently with what goes along [V7.4.2]", async ({
  as,
}) => {
  const { Olga, Adam, Mia } = await stageStory("deleting", "Olga", "Adam", "Mia");
  const mia = await as(Mia);
  await mia.goto("/me");
  const adam = await as(Adam);

  await test.step("into the bin", async () => {
    await adam.goto(`/users/${Mia.userId}`);
    await adam
      .getByRole("region", { name: "Keep out" })
      .getByRole("button", { name: "Delete" })
      .click();
    const dialog = adam.getByRole("dialog", { name: `Delete ${Mia.name}` });
    await expect(dialog.getByRole("button", { name: "Keep" })).toBeFocused();
    await look(adam, "the question before someone is deleted");
    await dialog.getByRole("button", { name: `Delete ${Mia.name}` }).click();
    await expect(adam.getByText(`${Mia.name} is in the bin.`)).toBeVisible();
    await look(adam, "a user in the bin");
    await mia.getByRole("link", { name: "Security" }).click();
    await expectSignedOut(mia);
    await trySignIn(mia, Mia.email, castPassword);
    await expect(mia.getByText(/do not match/)).toBeVisible();
  });

  await test.step("restored as they were", async () => {
    await adam.goto("/users?status=deleted");
    await look(adam, "the bin");
    await adam.getByRole("button", { name: `Actions for ${Mia.name}` }).click();
    await adam.getByRole("menuitem", { name: "Restore from the bin" }).click();
    await expect(adam.getByText(`${Mia.name} is restored.`)).toBeVisible();
    await expect(adam.getByText("No user has this status and role.")).toBeVisible();
    await adam.goto(`/users/${Mia.userId}`);
    await expect(adam.getByText("Designer")).toBeVisible();
    await signIn(mia, Mia.email, castPassword);
  });

  await test.step("destroyed, after the name is typed", async () => {
    const olga = await as(Olga);
    await olga.goto(`/users/${Mia.userId}`);
    await olga
      .getByRole("region", { name: "Keep out" })
      .getByRole("button", { name: "Delete" })
      .click();
    await olga
      .getByRole("dialog")
      .getByRole("button", { name: `Delete ${Mia.name}` })
      .click();
    await expect(olga.getByText(`${Mia.name} is in the bin.`)).toBeVisible();
    await olga.getByRole("link", { name: "Activity", exact: true }).last().click();
    await expect(olga.getByText("Olga Owner put Mia Member into the bin")).toBeVisible();
    const events = await olga.getByRole("main").locator("details.event").count();
    expect(events).toBeGreaterThan(3);

    await olga.getByRole("link", { name: "Overview" }).click();
    await olga.getByRole("button", { name: "Delete permanently" }).click();
    const dialog = olga.getByRole("dialog", { name: `Delete ${Mia.name} permanently` });
    await expect(dialog.getByText(`${events} activity entries`)).toBeVisible();
    await expect(dialog.getByText(/the person and their password/)).toBeVisible();
    const destroy = dialog.getByRole("button", { name: "Delete permanently" });
    await expect(destroy).toBeDisabled();
    await dialog.getByLabel(/^Type/).fill("Mia");
    await expect(destroy).toBeDisabled();
    await look(olga, "the question before someone is destroyed");
    await dialog.getByLabel(/^Type/).fill(Mia.name);
    await destroy.click();
    await expect(olga.getByText("The user and their activity are destroyed.")).toBeVisible();

    await olga.goto(`/users/${Mia.userId}`);
    await expect(olga.getByText(/There is nothing here/)).toBeVisible();
    await olga.goto("/activity");
    await expect(olga.getByText("Olga Owner permanently deleted a user")).toBeVisible();
    await expect(olga.getByRole("main").getByText(/Mia/)).toHaveCount(0);
    await olga.goto("/users?q=mia");
    await expect(olga.getByText("Nobody matches")).toBeVisible();
  });
});

import { expectSignedOut, signIn, trySignIn } from "./door";
import { expect, look, test } from "./fixtures";
import { castPassword, stageStory } from "./stage";

test("[P15] whoever is paused is refused at the very next click, and comes back when resumed [V7.4.2]", async ({
  as,
}) => {
  const { Adam, Mia } = await stageStory("pausing", "Olga", "Adam", "Mia");
  const mia = await as(Mia);
  await mia.goto("/me");
  const adam = await as(Adam);
  await adam.goto(`/users/${Mia.userId}`);
  await look(adam, "a user");

  await adam
    .getByRole("region", { name: "Keep out" })
    .getByRole("button", { name: "Pause" })
    .click();
  const dialog = adam.getByRole("dialog", { name: `Pause ${Mia.name}` });
  await expect(dialog.getByText(/the very next request is refused/)).toBeVisible();
  await look(adam, "the question before a pause");
  await dialog.getByLabel("Reason").fill("On parental leave");
  await dialog.getByRole("button", { name: `Pause ${Mia.name}` }).click();
  await expect(
    adam.getByText(`${Mia.name} is paused and signed out of this account.`),
  ).toBeVisible();
  await expect(adam.getByText("On parental leave")).toBeVisible();
  await expect(adam.getByText(/until someone resumes them/)).toBeVisible();
  await look(adam, "a paused user");

  await mia.getByRole("link", { name: "Security" }).click();
  await expectSignedOut(mia);
  await trySignIn(mia, Mia.email, castPassword);
  await expect(mia.getByText(/do not match/)).toBeVisible();

  await adam.getByRole("main").getByRole("button", { name: "Resume" }).first().click();
  await expect(adam.getByText(`${Mia.name} is active again.`)).toBeVisible();
  await signIn(mia, Mia.email, castPassword);
  await expect(mia.getByRole("heading", { name: Mia.name })).toBeVisible();

  await test.step("Undo in the notice resumes too", async () => {
    await adam.goto(`/users/${Mia.userId}`);
    await adam
      .getByRole("region", { name: "Keep out" })
      .getByRole("button", { name: "Pause" })
      .click();
    await adam.getByRole("dialog").getByLabel("Until").fill("2999-12-31");
    await adam
      .getByRole("dialog")
      .getByRole("button", { name: `Pause ${Mia.name}` })
      .click();
    await expect(adam.getByText(/until 31 Dec 2999/)).toBeVisible();
    await adam.getByRole("button", { name: "Undo" }).click();
    await expect(adam.getByRole("main").getByText("Active", { exact: true })).toBeVisible();
  });

  await adam.getByRole("link", { name: "Activity", exact: true }).last().click();
  await expect(adam.getByText("Adam Admin paused Mia Member: On parental leave")).toBeVisible();
  await expect(adam.getByText("Adam Admin resumed Mia Member").first()).toBeVisible();
  await look(adam, "a user's activity");
});

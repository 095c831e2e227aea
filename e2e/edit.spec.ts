import { expect, look, test } from "./fixtures";
import { stageStory } from "./stage";

test("[P34] an administrator edits someone; what changed stands in the activity, before and after", async ({
  as,
}) => {
  const { Adam, Mia } = await stageStory("editing", "Olga", "Adam", "Mia");
  const adam = await as(Adam);
  await adam.goto("/users");
  await adam.getByRole("button", { name: `Actions for ${Mia.name}` }).click();
  await look(adam, "what to do with a user");
  if (!(await adam.getByRole("menuitem", { name: "Edit…" }).isVisible()))
    await adam.getByRole("button", { name: `Actions for ${Mia.name}` }).click();
  await adam.getByRole("menuitem", { name: "Edit…" }).click();

  const dialog = adam.getByRole("dialog", { name: `Edit ${Mia.name}` });
  await expect(dialog.getByLabel("Title")).toHaveValue("Designer");
  await look(adam, "edit a user");
  await dialog.getByLabel("Name").fill("");
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await expect(dialog.getByText("Give a name.")).toBeVisible();
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await look(adam, "edit a user, refused");

  await dialog.getByLabel("Name").fill("Mia Müller-Ōta");
  await dialog.getByLabel("Title").fill("Head of design");
  await dialog.getByLabel("Time zone").selectOption("Asia/Tokyo");
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await expect(adam.getByText("The changes are saved.")).toBeVisible();
  await expect(adam.getByRole("row", { name: /Mia Müller-Ōta/ })).toBeVisible();

  await adam.goto(`/users/${Mia.userId}/activity`);
  await adam.getByText("Adam Admin changed Mia Member's name, title and time zone").click();
  await expect(adam.getByRole("row", { name: "Title Designer Head of design" })).toBeVisible();
  await expect(adam.getByRole("row", { name: "Name Mia Member Mia Müller-Ōta" })).toBeVisible();
  await look(adam, "an event, unfolded");
});

test("two who edit the same user at once: the second is told, and nothing is overwritten", async ({
  as,
}) => {
  const { Adam, Olga, Mia } = await stageStory("colliding", "Olga", "Adam", "Mia");
  const [adam, olga] = [await as(Adam), await as(Olga)];
  for (const page of [adam, olga]) {
    await page.goto(`/users/${Mia.userId}`);
    await page
      .getByRole("region", { name: "Profile" })
      .getByRole("button", { name: "Edit" })
      .click();
    await expect(page.getByRole("dialog").getByLabel("Name")).toHaveValue(Mia.name);
  }
  await olga.getByRole("dialog").getByLabel("Name").fill("Mia Painter");
  for (const [page, title] of [
    [olga, "Painter"],
    [adam, "Sculptor"],
  ] as const) {
    await page.getByRole("dialog").getByLabel("Title").fill(title);
    await page.getByRole("dialog").getByRole("button", { name: "Save changes" }).click();
  }
  const dialog = adam.getByRole("dialog");
  await expect(dialog.getByText(/Someone changed this since you looked at it/)).toBeVisible();
  await expect(dialog.getByRole("row", { name: /Title Painter Sculptor/ })).toBeVisible();
  await expect(dialog.getByRole("row", { name: /Name Mia Painter Untouched/ })).toBeVisible();
  await expect(dialog.getByLabel("Title")).toHaveValue("Sculptor");
  await expect(dialog.getByLabel("Name")).toHaveValue("Mia Painter");
  await look(adam, "an edit that came second");
  await olga.reload();
  await expect(olga.getByText("Painter", { exact: true })).toBeVisible();

  await dialog.getByRole("button", { name: "Save mine" }).click();
  await expect(dialog).toBeHidden();
  await expect(adam.getByText("Sculptor", { exact: true })).toBeVisible();
});

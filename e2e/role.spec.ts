import { expect, look, test } from "./fixtures";
import { stageStory } from "./stage";

test("a change of role counts at the next click, both ways [V8.3.2]", async ({ as }) => {
  const { Adam, Mia } = await stageStory("roles", "Olga", "Adam", "Mia");
  const mia = await as(Mia);
  await mia.goto("/");
  await expect(mia).toHaveURL("/me");
  const places = mia.getByRole("navigation", { name: "Main" }).getByRole("link");
  await expect(places).toHaveText(["You"]);
  await look(mia, "the profile of a user");

  const adam = await as(Adam);
  await adam.goto(`/users/${Mia.userId}`);
  await adam.getByRole("button", { name: "Change role" }).click();
  const dialog = adam.getByRole("dialog", { name: `Change the role of ${Mia.name}` });
  await expect(dialog.getByRole("radio", { name: /User/ })).toBeChecked();
  await expect(dialog.getByRole("radio", { name: /Owner/ })).toHaveCount(0);
  await look(adam, "change a role");
  await dialog.getByRole("radio", { name: /Auditor/ }).check();
  await dialog.getByRole("button", { name: "Change role" }).click();
  await expect(adam.getByText(`The role of ${Mia.name} is changed.`)).toBeVisible();
  await expect(adam.getByRole("region", { name: "Role" })).toContainText("Auditor.");

  await mia.goto("/");
  await expect(mia).toHaveURL("/users");
  await expect(places).toHaveText(["Users", "Activity", "Account", "Trust", "Developers", "You"]);

  await adam.getByRole("button", { name: "Undo" }).click();
  await expect(adam.getByRole("region", { name: "Role" })).toContainText("User.");
  await mia.getByRole("link", { name: "Account" }).click();
  await expect(mia.getByText(/There is nothing here/)).toBeVisible();
  await look(mia, "a page one may not see");

  await adam.goto(`/users/${Mia.userId}/activity`);
  await expect(
    adam.getByText("Adam Admin changed Mia Member's role from user to auditor"),
  ).toBeVisible();
});

test("an administrator can do nothing at all to an owner", async ({ as }) => {
  const { Adam, Olga } = await stageStory("above", "Olga", "Adam");
  const adam = await as(Adam);
  await adam.goto(`/users/${Olga.userId}`);
  await expect(adam.getByRole("heading", { name: Olga.name })).toBeVisible();
  await expect(adam.getByRole("main").getByRole("button")).toHaveCount(0);
  await look(adam, "an owner, seen by an administrator");
  await adam.goto("/users");
  await adam.getByRole("button", { name: `Actions for ${Olga.name}` }).click();
  await expect(adam.getByRole("menuitem")).toHaveText(["Open"]);
});

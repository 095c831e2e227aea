import { signIn } from "./door";
import { expect, look, test } from "./fixtures";

const password = "seven brass kettles whistling";

test("whoever installs Castellan makes the first account with the printed link, once [V6.3.2]", async ({
  someone,
}) => {
  const link = process.env.CASTELLAN_E2E_SETUP_LINK!;
  const page = await someone();
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Set up Castellan" })).toBeVisible();
  expect(page.url(), "the token leaves the address bar").not.toContain("#t=");
  await look(page, "set up");

  await page.getByLabel("Account").fill("Hearth & Home");
  await page.getByLabel("Your name").fill("Hedda Hearth");
  await page.getByLabel("Your e-mail address").fill("hedda@set-up.example.test");
  await page.getByLabel("Password", { exact: true }).fill("hedda");
  await expect(page.getByText(/at least 15 characters/)).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create the account" }).click();

  await expect(page).toHaveURL(/\/sign-in/);
  await look(page, "sign in after set up");
  await signIn(page, "hedda@set-up.example.test", password);
  await expect(page.getByRole("heading", { name: "Users" })).toBeVisible();
  await expect(page.getByRole("row", { name: /Hedda Hearth/ })).toContainText("Owner");
  await look(page, "a list of one");

  await page.getByRole("link", { name: "Activity" }).click();
  await expect(page.getByText("Hedda Hearth set up the account Hearth & Home")).toBeVisible();

  const late = await someone();
  await late.goto(link);
  await expect(late.getByRole("heading", { name: "This link was already used" })).toBeVisible();
  await look(late, "a set-up link used twice");
});

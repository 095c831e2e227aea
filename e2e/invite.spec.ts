import { paste, signIn, trySignIn } from "./door";
import { expect, look, test } from "./fixtures";
import { followLetter, openLetter } from "./letters";
import { accountIn, addressIn, stageStory } from "./stage";

const story = "inviting";
const password = "four green boats at anchor";

test("an administrator invites people, who choose a password by letter and sign in [V6.2.6] [V6.2.7] [V7.6.2]", async ({
  as,
  someone,
}) => {
  const { Adam } = await stageStory(story, "Olga", "Adam", "Mia");
  const [ines, mia] = [addressIn(story, "Ines"), addressIn(story, "Mia")];

  const adam = await as(Adam);
  await adam.goto("/users");
  await adam.getByRole("link", { name: "Invite people" }).click();
  await look(adam, "invite people");

  await test.step("a pasted list is taken apart; each address gets its own answer", async () => {
    const field = adam.getByLabel("E-mail addresses");
    await field.focus();
    await paste(adam, `Ines Ivy <${ines}>; ${mia}, not-an-address`);
    await expect(adam.getByRole("list", { name: "Addresses to invite" })).toContainText(ines);
    await expect(adam.getByText(/does not look like an e-mail address/)).toBeVisible();
    await look(adam, "invite people, one entry wrong");
    await adam.getByRole("button", { name: "Remove not-an-address" }).click();
    await adam.getByRole("radio", { name: /Auditor/ }).check();
    await adam.getByRole("button", { name: "Invite 2 people" }).click();
    await expect(adam.getByText("1 person is invited, 1 address was refused.")).toBeVisible();
    await expect(adam.getByRole("listitem").filter({ hasText: mia })).toContainText(
      "already belongs to a user",
    );
    await look(adam, "what became of each invitation");
  });

  await adam.getByRole("listitem").filter({ hasText: ines }).getByRole("link").click();
  await adam.waitForURL(/\/users\/[0-9a-f-]{36}$/);
  const invitation = adam.getByRole("region", { name: "Invitation" });
  await expect(async () => {
    await adam.reload();
    await expect(invitation.getByText("Sent", { exact: true })).toBeVisible({ timeout: 500 });
  }).toPass();
  await look(adam, "a user who is invited");

  const page = await someone();
  const link = await test.step("the letter leads to a page that asks for a password", async () => {
    await openLetter(page, ines, "You are invited");
    await look(page, "a letter");
    return followLetter(page, ines, "You are invited");
  });
  await expect(page.getByText(accountIn(story))).toBeVisible();
  expect(page.url()).not.toContain("#");
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain(
    "castellan-session",
  );
  await look(page, "choose a password");

  await adam.reload();
  await expect(invitation.getByText("Link opened")).toBeVisible();

  await test.step("the form says what is wrong and lets people paste and look [V6.2.6] [V6.2.7]", async () => {
    const field = page.getByLabel("Password", { exact: true });
    await expect(field).toHaveAttribute("type", "password");
    await expect(field).toHaveAttribute("autocomplete", "new-password");
    await field.fill("short");
    await expect(page.getByText(/at least 15 characters/)).toBeVisible();
    await field.fill("ines ines ines ines");
    await page.getByRole("button", { name: "Set password" }).click();
    await expect(field).toBeFocused();
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await look(page, "a refused password");
    await field.fill("");
    await field.focus();
    await paste(page, password);
    await page.getByRole("button", { name: "Show password" }).click();
    await expect(field).toHaveAttribute("type", "text");
    await expect(field).toHaveValue(password);
  });
  await page.getByRole("button", { name: "Set password" }).click();

  await test.step("setting it signs nobody in; the person does [V6.3.6]", async () => {
    await expect(page).toHaveURL(/\/sign-in/);
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain(
      "castellan-session",
    );
    await trySignIn(page, ines, "four green boats at ancho");
    await expect(page.getByText(/do not match/)).toBeVisible();
    await look(page, "sign in, wrong password");
    await expect(page.getByLabel("E-mail address")).toHaveValue(ines);
    await signIn(page, ines, password);
    await expect(page.getByRole("heading", { name: "Users" })).toBeVisible();
  });

  await test.step("the used link opens nothing any more", async () => {
    const late = await someone();
    await late.goto(link);
    await expect(late.getByRole("heading", { name: "This link was already used" })).toBeVisible();
    await look(late, "a used invitation");
  });

  await adam.reload();
  await expect(invitation).toHaveCount(0);
  await adam.getByRole("link", { name: "Activity", exact: true }).last().click();
  await expect(adam.getByText(/ines accepted the invitation/)).toBeVisible();
  await expect(adam.getByText(/Adam Admin invited ines as auditor/)).toBeVisible();
});

test("a fresh invitation kills the older link; a withdrawn one opens nothing", async ({
  as,
  someone,
}) => {
  const { Adam } = await stageStory("resending", "Olga", "Adam");
  const ivy = addressIn("resending", "Ivy");
  const adam = await as(Adam);
  await adam.goto("/users/invite");
  await adam.getByLabel("E-mail addresses").fill(ivy);
  await adam.getByLabel("Name").fill("Ivy Ivarsson");
  await adam.getByRole("button", { name: "Invite", exact: true }).click();
  await adam.getByRole("link", { name: "Open" }).click();

  const page = await someone();
  const first = await followLetter(page, ivy, "You are invited");
  await adam.getByRole("region", { name: "Invitation" }).getByText("Resend").click();
  await expect(adam.getByText(/A fresh invitation is on its way to Ivy/)).toBeVisible();

  let second = first;
  await expect(async () => {
    second = await followLetter(page, ivy, "You are invited");
    expect(second).not.toBe(first);
  }).toPass();
  await expect(page.getByRole("button", { name: "Set password" })).toBeVisible();
  await page.goto("about:blank");
  await page.goto(first);
  await expect(page.getByRole("heading", { name: "This link has expired" })).toBeVisible();

  await adam.getByRole("region", { name: "Invitation" }).getByText("Withdraw").click();
  await look(adam, "withdraw an invitation");
  await adam.getByRole("button", { name: "Withdraw the invitation" }).click();
  await expect(adam.getByText("The invitation of Ivy Ivarsson is withdrawn.")).toBeVisible();
  await page.goto("about:blank");
  await page.goto(second);
  await expect(page.getByRole("heading", { name: "This link has expired" })).toBeVisible();
});

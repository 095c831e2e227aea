import { expectSignedOut, signIn, trySignIn } from "./door";
import { expect, look, test } from "./fixtures";
import { followLetter, openLetter } from "./letters";
import { castPassword, letLinksExpire, stageStory } from "./stage";

const password = "nine pears on the window sill";

test("[P14] someone who forgot their password sets a new one by letter; every old session ends [V6.3.6] [V7.4.3]", async ({
  as,
  someone,
}) => {
  const { Mia } = await stageStory("forgetting", "Olga", "Mia");
  const elsewhere = await as(Mia);
  await elsewhere.goto("/me");

  const page = await someone();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await look(page, "forgot password");

  await test.step("the answer is the same for an address nobody has [V6.3.8]", async () => {
    const answers = [];
    for (const email of ["nobody@forgetting.example.test", Mia.email]) {
      await page.goto("/forgot-password");
      await page.getByLabel("E-mail address").fill(email);
      await page.getByRole("button", { name: "Send me a link" }).click();
      const answer = page.getByRole("alert").filter({ hasText: "Look into your mailbox" });
      await expect(answer).toBeVisible();
      answers.push((await answer.innerText()).replace(email, "<address>"));
    }
    expect(answers[0]).toBe(answers[1]);
  });
  await look(page, "a link was asked for");

  const link = await followLetter(page, Mia.email, "Set a new password");
  await expect(page.getByRole("heading", { name: "Choose a new password" })).toBeVisible();
  await look(page, "choose a new password");

  await test.step("opening the link has changed nothing yet [V7.6.2]", async () => {
    await elsewhere.reload();
    await expect(elsewhere.getByRole("heading", { name: Mia.name })).toBeVisible();
  });

  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText(/every device was signed out/)).toBeVisible();
  await look(page, "sign in with the new password");

  await elsewhere.getByRole("link", { name: "Security" }).click();
  await expectSignedOut(elsewhere);
  await trySignIn(page, Mia.email, castPassword);
  await expect(page.getByText(/do not match/)).toBeVisible();
  await signIn(page, Mia.email, password);

  const reader = await someone();
  await openLetter(reader, Mia.email, "Your password was changed");
  await expect(reader.locator("article")).not.toContainText(password);

  await test.step("the used link's page offers a fresh one", async () => {
    await reader.goto(link);
    await expect(reader.getByRole("heading", { name: "This link was already used" })).toBeVisible();
    await look(reader, "a used link");
    await reader.getByRole("button", { name: "Send me a fresh link" }).click();
    await expect(reader.getByText(/A letter with a fresh link is on its way/)).toBeVisible();
    await look(reader, "a fresh link was sent");
    await expect(async () => {
      expect(await followLetter(reader, Mia.email, "Set a new password")).not.toBe(link);
    }).toPass();
    await expect(reader.getByRole("button", { name: "Set password" })).toBeVisible();
  });
});

test("an expired link offers a fresh one, also when it expires while the form is open", async ({
  someone,
}) => {
  const { Mia } = await stageStory("late", "Olga", "Mia");
  const page = await someone();
  await page.goto("/forgot-password");
  await page.getByLabel("E-mail address").fill(Mia.email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByText("Look into your mailbox")).toBeVisible();
  const link = await followLetter(page, Mia.email, "Set a new password");
  await expect(page.getByRole("button", { name: "Set password" })).toBeVisible();

  await letLinksExpire(Mia);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText(/This link has expired or was already used/)).toBeVisible();
  await look(page, "a link that expired under one's hands");
  await page.getByRole("button", { name: "Send me a fresh link" }).click();
  await expect(page.getByText(/A letter with a fresh link is on its way/)).toBeVisible();

  await expect(async () => {
    expect(await followLetter(page, Mia.email, "Set a new password")).not.toBe(link);
  }).toPass();
  await letLinksExpire(Mia);
  await page.goto("about:blank");
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link has expired" })).toBeVisible();
  await look(page, "an expired link");
  await page.getByRole("button", { name: "Send me a fresh link" }).click();
  await expect(page.getByText(/A letter with a fresh link is on its way/)).toBeVisible();
});

test("a link page opened without its link says what to do", async ({ someone }) => {
  const page = await someone();
  await page.goto("/set-password");
  await expect(page.getByText(/Open this page with the link in your letter/)).toBeVisible();
  await look(page, "a link page without a link");
  await page.goto("about:blank");
  await page.goto("/set-password#t=made-up");
  await expect(page.getByText(/expired or was already used/)).toBeVisible();
  await look(page, "a link that never was");
});

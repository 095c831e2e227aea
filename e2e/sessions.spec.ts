import { expectSignedOut, signIn } from "./door";
import { expect, look, test } from "./fixtures";
import { castPassword, stageStory } from "./stage";

test("people see where they are signed in and end what they do not know [V7.5.2]", async ({
  as,
  someone,
}) => {
  const { Mia } = await stageStory("sessions", "Olga", "Mia");
  const [phone, library] = [
    await someone({
      userAgent:
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    }),
    await as(Mia),
  ];
  await signIn(phone, Mia.email, castPassword);
  await library.goto("/me");

  const mia = await someone();
  await signIn(mia, Mia.email, castPassword);
  await mia.getByRole("link", { name: "Sessions" }).click();
  const sessions = mia.getByRole("main").getByRole("listitem").filter({ hasText: "started" });
  await expect(sessions).toHaveCount(3);
  await expect(sessions.filter({ hasText: "This one" })).toHaveCount(1);
  await expect(
    sessions.filter({ hasText: "This one" }).getByRole("button"),
    "one's own is ended by signing out",
  ).toHaveCount(0);
  await look(mia, "one's own sessions");

  await sessions
    .filter({ hasText: /iOS|iPhone/ })
    .getByRole("button")
    .click();
  await expect(mia.getByText("The session has ended.")).toBeVisible();
  await expect(sessions).toHaveCount(2);
  await phone.getByRole("link", { name: "Security" }).click();
  await expectSignedOut(phone);

  await mia.getByRole("button", { name: "End all other sessions" }).click();
  await expect(mia.getByText("All other sessions have ended.")).toBeVisible();
  await expect(sessions).toHaveCount(1);
  await library.getByRole("link", { name: "Security" }).click();
  await expectSignedOut(library);
  await mia.reload();
  await expect(sessions).toHaveCount(1);
});

test("an administrator ends someone's sessions [V7.4.5]", async ({ as }) => {
  const { Adam, Mia } = await stageStory("ending", "Olga", "Adam", "Mia");
  const [one, two] = [await as(Mia), await as(Mia)];
  await one.goto("/me");
  await two.goto("/me");
  const adam = await as(Adam);
  await adam.goto(`/users/${Mia.userId}/sessions`);
  await look(adam, "a user's sessions");
  await adam.getByRole("button", { name: "End all sessions" }).click();
  await look(adam, "the question before all sessions end");
  await adam.getByRole("dialog").getByRole("button", { name: "End all sessions" }).click();
  await expect(adam.getByText("Signed in nowhere")).toBeVisible();
  await look(adam, "a user who is signed in nowhere");
  for (const page of [one, two]) {
    await page.getByRole("link", { name: "Security" }).click();
    await expectSignedOut(page);
  }
});

import { expect, look, type Page, test } from "./fixtures";
import { stageStory } from "./stage";

/** What the feed says, newest first. */
const sentences = (page: Page) => page.getByRole("main").locator("details.event > summary");

test("the feed tells who did what, and is narrowed by the address bar", async ({ as }) => {
  const { Olga, Adam, Mia } = await stageStory("feed", "Olga", "Adam", "Mia", "Pia");
  const [olga, adam] = [await as(Olga), await as(Adam)];

  await test.step("some things happen", async () => {
    await rename(adam, Mia.userId, "Mia Morgenstern");
    await rename(olga, Adam.userId, "Adam Abend");
    await adam.goto(`/users/${Mia.userId}`);
    await adam
      .getByRole("region", { name: "Keep out" })
      .getByRole("button", { name: "Pause" })
      .click();
    await adam
      .getByRole("dialog")
      .getByRole("button", { name: /^Pause/ })
      .click();
    await expect(adam.getByText(/is paused and signed out/)).toBeVisible();
    await olga.goto(`/users/${Olga.userId}`);
    await olga.getByRole("button", { name: "Release ownership" }).click();
    await olga.getByRole("dialog").getByRole("button", { name: "Release ownership" }).click();
    await expect(olga.getByText(/is the only owner/)).toBeVisible();
  });

  await adam.goto("/activity");
  await expect(sentences(adam)).toHaveCount(4);
  await expect(sentences(adam).nth(0)).toContainText("Olga Owner tried to give up ownership");
  await expect(sentences(adam).nth(0)).toContainText("Refused");
  await expect(sentences(adam).nth(1)).toContainText("Adam Abend paused Mia Morgenstern");
  await expect(sentences(adam).nth(3)).toContainText("Adam Admin changed Mia Member's name");
  await look(adam, "the feed");

  await test.step("unfolded: before and after, exact time, request", async () => {
    await sentences(adam).nth(3).click();
    const table = adam.getByRole("table").first();
    await expect(table.getByRole("row").nth(1)).toContainText("Mia Member");
    await expect(table.getByRole("row").nth(1)).toContainText("Mia Morgenstern");
    await expect(adam.locator("details[open]").first()).toContainText(
      /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/,
    );
    await look(adam, "the feed, one event unfolded");
  });

  await test.step("to the same request, actor and object", async () => {
    await adam.getByRole("link", { name: "Same request" }).click();
    await expect(adam).toHaveURL(/\/activity\?request=/);
    await expect(sentences(adam)).toHaveCount(1);
    await look(adam, "the feed of one request");
    await adam.goBack();
    await expect(sentences(adam)).toHaveCount(4);
    await sentences(adam).nth(3).click();
    await adam.getByRole("link", { name: "Everything they did" }).click();
    await expect(adam).toHaveURL(new RegExp(`actor=${Adam.userId}`));
    await expect(sentences(adam)).toHaveCount(2);
    await sentences(adam).nth(0).click();
    await adam.getByRole("link", { name: "Everything done to it" }).click();
    await expect(adam).toHaveURL(new RegExp(`object=${Mia.userId}`));
    await expect(sentences(adam)).toHaveCount(2);
  });

  await test.step("filters stand in the address, and Back and a reload keep to it", async () => {
    await adam.goto("/activity");
    await adam.getByLabel("What").selectOption({ label: "Paused" });
    await expect(adam).toHaveURL("/activity?action=user.pause");
    await expect(sentences(adam)).toHaveCount(1);
    await adam.goBack();
    await expect(sentences(adam)).toHaveCount(4);
    await expect(adam.getByLabel("What")).toHaveValue("");
    await adam.getByLabel("Outcome").selectOption({ label: "Refused" });
    await expect(sentences(adam)).toHaveCount(1);
    await expect(sentences(adam)).toContainText("an account needs an owner");
    await adam.reload();
    await expect(adam.getByLabel("Outcome")).toHaveValue("refused");
    await expect(sentences(adam)).toHaveCount(1);
    await adam.getByRole("main").getByRole("link", { name: "Clear" }).click();
    await expect(sentences(adam)).toHaveCount(4);

    await adam.getByRole("combobox", { name: /^Whom/ }).fill("morgen");
    await adam.getByRole("option", { name: /Mia Morgenstern/ }).click();
    await expect(adam).toHaveURL(new RegExp(`object=${Mia.userId}`));
    await expect(sentences(adam)).toHaveCount(2);
    await look(adam, "the feed about one user");
    await adam.getByRole("button", { name: /^Remove the filter Whom/ }).click();
    await expect(sentences(adam)).toHaveCount(4);
    await adam.getByRole("searchbox").fill("abend");
    await expect(adam).toHaveURL("/activity?q=abend");
    await expect(sentences(adam)).not.toHaveCount(4);

    await adam.goto("/activity?from=2001-01-01&to=2001-12-31");
    await expect(adam.getByText("Nothing matches")).toBeVisible();
    await look(adam, "nothing in that time");
  });

  await test.step("the same on the user, on the account and on one's own page", async () => {
    await adam.goto(`/users/${Mia.userId}/activity`);
    await expect(sentences(adam)).toHaveCount(2);
    await adam.goto("/account");
    await look(adam, "the account");
    await adam.getByRole("link", { name: "Activity", exact: true }).last().click();
    await expect(adam).toHaveURL("/account/activity");
    await look(adam, "the account's activity");
    await adam.goto("/me/activity");
    await expect(sentences(adam).filter({ hasText: "Adam" }).first()).toBeVisible();
    await look(adam, "my activity");
  });
});

async function rename(page: Page, userId: string, name: string) {
  await page.goto(`/users/${userId}`);
  await page.getByRole("region", { name: "Profile" }).getByRole("button", { name: "Edit" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
}

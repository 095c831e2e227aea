import { expectSignedOut, signIn } from "./door";
import { expect, type Page, test } from "./fixtures";
import { castPassword, stageStory } from "./stage";

test("[P32] signing out is one click away everywhere and leaves nothing behind [V7.4.1] [V7.4.4] [V14.3.1] [V14.3.2] [V14.3.3]", async ({
  someone,
}) => {
  const { Adam, Mia } = await stageStory("leaving", "Olga", "Adam", "Mia");
  const page = await someone();
  const kept = new Map<string, string>();
  page.on("response", (answer) => {
    const type = answer.headers()["content-type"] ?? "";
    if (/html|x-component|json/.test(type))
      kept.set(answer.url(), answer.headers()["cache-control"] ?? "");
  });
  await signIn(page, Adam.email, castPassword);
  for (const address of [
    "/users",
    "/users/invite",
    `/users/${Mia.userId}`,
    `/users/${Mia.userId}/sessions`,
    `/users/${Mia.userId}/activity`,
    "/activity",
    "/account",
    "/account/activity",
    "/me",
    "/me/security",
    "/me/sessions",
    "/me/activity",
  ]) {
    await page.goto(address);
    await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
  }
  for (const [address, held] of kept)
    expect([address, held]).toEqual([address, expect.stringContaining("no-store")]);

  await page.goto("/users");
  await page.getByRole("searchbox").fill("mia");
  await expect(page.getByText("1 user matches")).toBeVisible();
  await page.getByRole("link", { name: Mia.name }).click();
  await expect(page.getByRole("heading", { name: Mia.name })).toBeVisible();
  expect(await storedIn(page), "nothing personal is stored even before").not.toMatch(/mia|adam/i);
  const cookies = await page.context().cookies();

  const cleared = page.waitForResponse((answer) => answer.url().endsWith("/sign-in?signed-out"));
  await page.getByRole("button", { name: "Sign out" }).click();
  expect(await (await cleared).headerValue("clear-site-data")).toBe('"cache", "storage"');
  await expectSignedOut(page);
  expect(await storedIn(page)).not.toMatch(/mia|adam/i);
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain(
    "castellan-session",
  );

  await test.step("Back shows nothing of what was there", async () => {
    await page.goBack();
    await expectSignedOut(page);
    await expect(page.getByText(Mia.name)).toHaveCount(0);
  });

  await test.step("the old cookie, put back, opens nothing", async () => {
    await page.context().addCookies(cookies);
    await page.goto("/users");
    await expectSignedOut(page);
    expect((await page.request.get("/api/v1/me")).status()).toBe(401);
  });
});

/** Everything a browser can keep for a page, as one text. */
function storedIn(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const cached = await Promise.all(
      (await caches.keys()).map(async (name) =>
        (await (await caches.open(name)).keys()).map(({ url }) => url),
      ),
    );
    return JSON.stringify([
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      cached,
      await indexedDB.databases(),
      document.cookie,
    ]);
  });
}

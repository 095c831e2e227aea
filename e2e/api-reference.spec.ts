import { expect, look, test } from "./fixtures";

test("a developer who is not signed in finds an operation, how it refuses, and what to do then", async ({
  someone,
  baseURL,
}) => {
  const page = await someone({ permissions: ["clipboard-read", "clipboard-write"] });
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== baseURL) elsewhere.push(request.url());
  });
  await page.goto("/developers/api");
  const index = page.getByRole("navigation", { name: "Operations" });
  await page.getByLabel("Find an operation").fill("user.pause");
  await expect(index.getByRole("listitem")).toHaveCount(1);
  await index.getByRole("link", { name: /Pause a user/ }).click();

  const pause = page.locator('[id="user.pause"]');
  await expect(pause).toBeInViewport();
  await expect(pause.getByText("Owners and administrators; only owners to an owner")).toBeVisible();
  await expect(pause.getByText("users:write")).toBeVisible();
  await expect(pause.getByRole("row", { name: /until in the body, optional/ })).toBeVisible();
  await pause.getByRole("button", { name: "Copy: user.pause as a command" }).click();
  await expect(page.getByText("Copied.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("/pause");

  await pause.getByRole("link", { name: /409 last_owner/ }).click();
  const refusal = page.locator('[id="error-last_owner"]');
  await expect(refusal).toBeInViewport();
  await expect(
    refusal.getByText("Make someone else an owner first.", { exact: false }).first(),
  ).toBeVisible();

  await look(page, "the basics and errors of the API");
  await page.goto("/developers/api/account");
  await look(page, "the operations of a noun");
  expect(elsewhere).toEqual([]);
});

test("without any script the reference can be read all the same", async ({ someone }) => {
  const page = await someone({ javaScriptEnabled: false });
  await page.goto("/developers/api#error-changed_since");
  await expect(page.locator('[id="error-changed_since"]')).toBeInViewport();
  await page.getByRole("link", { name: "Find users by name" }).click();
  await expect(page.getByRole("heading", { name: "Find users by name" })).toBeVisible();
});

import { expect, type Page } from "./fixtures";

/**
 * Opens the newest letter to an address in the local mailbox, as its owner would: looks again until it has arrived.
 *
 * @param subject the words it must be about
 */
export async function openLetter(page: Page, to: string, subject: string): Promise<void> {
  const letter = page
    .getByRole("listitem")
    .filter({ hasText: subject })
    .filter({ has: page.getByText(to, { exact: true }) })
    .first();
  await expect(async () => {
    await page.goto("/mailbox");
    await expect(letter).toBeVisible({ timeout: 200 });
  }).toPass({ timeout: 20_000, intervals: [200] });
  await letter.getByRole("link").click();
  await expect(page.getByRole("heading", { name: subject })).toBeVisible();
}

/** Opens the letter and follows the link in it. */
export async function followLetter(page: Page, to: string, subject: string): Promise<string> {
  await openLetter(page, to, subject);
  const link = page.locator("article").getByRole("link");
  const address = await link.innerText();
  await link.click();
  return address;
}

import { expect, type Page } from "./fixtures";

/** Types address and password into the sign-in form and sends it. */
export async function trySignIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Signs in and waits until the panel is there. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await trySignIn(page, email, password);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
}

/** Pastes text where the cursor stands. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const data = new DataTransfer();
    data.setData("text", pasted);
    const event = new ClipboardEvent("paste", {
      clipboardData: data,
      bubbles: true,
      cancelable: true,
    });
    const goesOn = document.activeElement!.dispatchEvent(event);
    if (goesOn) document.execCommand("insertText", false, pasted);
  }, text);
}

/** Whether the next click is refused: it leads to the sign-in page, and nothing of the panel is left. */
export async function expectSignedOut(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" })).toHaveCount(0);
}

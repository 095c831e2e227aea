import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { stageStaff } from "@/lib/cast/stage";

import { trySignIn } from "./door";
import { expect, look, type Page, test } from "./fixtures";
import { followLetter, openLetter } from "./letters";
import {
  accountIn,
  addressIn,
  castPassword,
  letProofGrowOld,
  stageSession,
  stageStory,
  turnBack,
} from "./stage";

const run = promisify(execFile);

const name = accountIn("leaving");

async function close(page: Page, ask: (dialog: ReturnType<Page["getByRole"]>) => Promise<void>) {
  await page.getByRole("button", { name: "Close the account" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("After thirty days nobody can undo this")).toBeVisible();
  await dialog.getByLabel(`Type “${name}” to go on`).fill(name);
  await ask(dialog);
  await dialog.getByRole("button", { name: "Close the account" }).click();
}

test("[P64] [P65] an owner closes the account, thinks better of it, and closes it for good", async ({
  as,
  someone,
}) => {
  test.setTimeout(180_000);
  const { Olga, Mia, accountId } = await stageStory("leaving", "Olga", "Otto", "Mia");
  const olga = await as(Olga);
  const mia = await as(Mia);
  const post = await someone();

  await test.step("it is told what goes, and asks for name and password", async () => {
    await letProofGrowOld(Olga);
    await olga.goto("/account/data");
    await look(olga, "an account that can be closed");
    await close(olga, () => look(olga, "closing the account"));
    await olga.getByRole("dialog").getByLabel("Your password").fill(castPassword);
    await olga.getByRole("dialog").getByRole("button", { name: "Close the account" }).click();
    await expect(olga.getByText(`${name} is being closed`)).toBeVisible();
    await look(olga, "an account that is being closed");
    await openLetter(post, addressIn("leaving", "Otto"), `${name} is being closed`);
  });

  await test.step("everyone works on and sees until when; one click brings it back", async () => {
    await mia.goto("/me");
    await expect(mia.getByText("If that is a mistake, tell an owner now.")).toBeVisible();
    await expect(mia.getByRole("button", { name: "Keep the account" })).toHaveCount(0);
    await olga.getByRole("button", { name: "Keep the account" }).first().click();
    await expect(olga.getByText("Nobody asked to close it.")).toBeVisible();
    await mia.reload();
    await expect(mia.getByText("is being closed")).toHaveCount(0);
  });

  await test.step("closed again, on request; a month later nobody gets in, and says why", async () => {
    await close(olga, async (dialog) => {
      await dialog.getByLabel(/Destroy it at once/).check();
      await dialog.getByLabel("Reason").fill("We merged with another company.");
    });
    await expect(olga.getByText(`${name} is being closed`)).toBeVisible();
    await turnBack(
      `update closures set cooling_since = now() - interval '31 days', cooling_ends_at = now() - interval '1 second',
         on_request = false where account_id = $1 and cancelled_at is null`, // so that the worker waits for us
      [accountId],
    );
    await olga.reload();
    await expect(olga).toHaveURL(/\/sign-in/);
    await trySignIn(post, Olga.email, castPassword);
    await expect(post.getByText("This account was closed")).toBeVisible();
    await look(post, "a sign-in to an account that is closed");
  });

  await test.step("the worker destroys it, and the certificate comes by letter and verifies", async () => {
    await turnBack("update closures set on_request = true where account_id = $1", [accountId]);
    await turnBack("select graphile_worker.add_job('leaving')");
    await followLetter(post, Olga.email, "Certificate of deletion");
    await expect(post.getByRole("heading", { name: "Certificate of deletion" })).toBeVisible();
    await expect(post.getByText(accountId)).toBeVisible();
    await expect(post.getByText(name), "it tells no names").toHaveCount(0);
    await look(post, "a certificate of deletion");
    const folder = mkdtempSync(join(tmpdir(), "castellan-certificate-"));
    const [file, key] = [join(folder, "certificate.json"), join(folder, "key.pem")];
    writeFileSync(file, await (await post.request.get(`${post.url()}/certificate.json`)).body());
    writeFileSync(key, await (await post.request.get("/trust/certificate-key")).body());
    const { stdout } = await run(process.execPath, [
      ...["dist/cli.mjs", "verify-certificate", "--file", file, "--key", key],
    ]);
    rmSync(folder, { recursive: true });
    expect(stdout).toContain(`Account ${accountId} was destroyed`);
    await trySignIn(post, Olga.email, castPassword);
    await expect(post.getByText("That e-mail address and password do not match")).toBeVisible();
  });
});

test("[P64] the staff see what leaves, by id alone, and a hold shows to the owners", async ({
  as,
  someone,
  baseURL,
}) => {
  const { Olga, accountId } = await stageStory("held", "Olga");
  const sara = await stageStaff("Sara Security", addressIn("held", "sara"), ["security"]);
  const staff = await someone();
  const cookie = { name: "castellan-session", url: baseURL!, httpOnly: true, sameSite: "Lax" };
  await staff.context().addCookies([{ ...cookie, value: await stageSession(sara) } as Cookie]);
  const olga = await as(Olga);

  await staff.goto("/operator/cleanup");
  await expect(staff.getByRole("heading", { name: "Clean-up" })).toBeVisible();
  await staff.getByRole("button", { name: "Place a hold" }).click();
  const dialog = staff.getByRole("dialog");
  await dialog.getByLabel("Id of the account").fill(accountId);
  await dialog.getByLabel("Until").fill(inDays(90));
  await look(staff, "placing a hold");
  await dialog.getByRole("button", { name: "Place the hold" }).click();
  const held = staff.getByRole("listitem").filter({ hasText: accountId });
  await expect(held).toBeVisible();
  await expect(staff.getByText(accountIn("held")), "names stay closed").toHaveCount(0);
  await look(staff, "the clean-up");

  await olga.goto("/account/data");
  await expect(olga.getByText("The operator placed a hold")).toBeVisible();
  await look(olga, "an account that is held");
  await staff.getByRole("button", { name: `Release the hold on ${accountId}` }).click();
  await expect(held).toHaveCount(0);
  await olga.reload();
  await expect(olga.getByText("The operator placed a hold")).toHaveCount(0);
});

type Cookie = Parameters<ReturnType<Page["context"]>["addCookies"]>[0][number];

const inDays = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

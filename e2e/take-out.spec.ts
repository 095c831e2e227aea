import { readFile } from "node:fs/promises";

import { rowsIn, unpack } from "@/lib/exports/testing";

import { expect, look, test } from "./fixtures";
import { castPassword, stageStory } from "./stage";

test("[P63] an owner asks for everything the account holds, downloads it with her password, and everyone who may can see that she did", async ({
  as,
}) => {
  test.setTimeout(300_000);
  const { Olga, Aria } = await stageStory("take-out", "Olga", "Adam", "Aria", "Mia");
  const olga = await as(Olga);

  await test.step("the page tells what is held, what for, and for how long", async () => {
    await olga.goto("/account/data");
    await expect(olga.getByRole("heading", { name: "What is held" })).toBeVisible();
    const calls = olga.getByRole("row", { name: /^API calls/ });
    await expect(calls).toContainText("90 days");
    await expect(olga.getByRole("row", { name: /^Activity/ })).toContainText(
      "as long as the account is used",
    );
    await look(olga, "the account's data");
  });

  await test.step("the archive is asked for and becomes ready", async () => {
    await olga.getByRole("button", { name: "Make a take-out archive" }).click();
    await look(olga, "make a take-out archive");
    await olga.getByRole("button", { name: "Make the archive" }).click();
    await expect(olga.getByText("Ready", { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(olga.getByText(/It can be fetched until/)).toBeVisible();
    await look(olga, "a take-out archive that is ready");
  });

  let archive: Buffer;
  await test.step("it is downloaded with the password, and with no other", async () => {
    await olga.getByRole("button", { name: "Download" }).click();
    const dialog = olga.getByRole("dialog");
    await dialog.getByLabel("Your password", { exact: true }).fill("not the password");
    await dialog.getByRole("button", { name: "Download" }).click();
    await expect(dialog.getByText(/That is not your current password/).first()).toBeVisible();
    await look(olga, "download with a wrong password");
    await dialog.getByLabel("Your password", { exact: true }).fill(castPassword);
    const [download] = await Promise.all([
      olga.waitForEvent("download"),
      dialog.getByRole("button", { name: "Download" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^take-out-\d{4}-\d\d-\d\d\.zip$/);
    archive = await readFile(await download.path());
    await expect(olga.getByText(/Downloaded once/)).toBeVisible();
  });

  await test.step("its users are the account's", async () => {
    const { files } = await unpack(archive);
    expect(rowsIn(files, "users").map(({ name, role }) => [name, role])).toEqual([
      ["Olga Owner", "owner"],
      ["Adam Admin", "administrator"],
      ["Aria Auditor", "auditor"],
      ["Mia Member", "user"],
    ]);
  });

  await test.step("the activity tells it to the auditor, who sees no archive", async () => {
    const aria = await as(Aria);
    await aria.goto("/account/activity");
    await expect(
      aria.getByText("Olga Owner downloaded the take-out archive of the account"),
    ).toBeVisible();
    await aria.goto("/account/data");
    await expect(aria.getByRole("heading", { name: "What is held" })).toBeVisible();
    await expect(aria.getByRole("heading", { name: "Take-out archive" })).toHaveCount(0);
  });

  await test.step("once deleted, nobody downloads it any more", async () => {
    await olga.getByRole("button", { name: "Delete", exact: true }).click();
    await look(olga, "delete the archive");
    await olga.getByRole("button", { name: "Delete the archive" }).click();
    await expect(olga.getByText("Withdrawn")).toBeVisible();
    await expect(olga.getByRole("button", { name: "Download" })).toHaveCount(0);
  });
});

test("[P78] a user takes a copy of everything that is held about them, without asking anyone", async ({
  as,
}) => {
  test.setTimeout(180_000);
  const { Mia } = await stageStory("my-copy", "Olga", "Mia");
  const mia = await as(Mia);
  await mia.goto("/me/privacy");
  await mia.getByRole("button", { name: "Take a copy of my data" }).click();
  await expect(mia.getByText("Ready", { exact: true })).toBeVisible({ timeout: 60_000 });
  await look(mia, "a copy of one's data that is ready");
  await mia.getByRole("button", { name: "Download" }).click();
  const dialog = mia.getByRole("dialog");
  await dialog.getByLabel("Your password", { exact: true }).fill(castPassword);
  const [download] = await Promise.all([
    mia.waitForEvent("download"),
    dialog.getByRole("button", { name: "Download" }).click(),
  ]);
  const { files } = await unpack(await readFile(await download.path()));
  expect(rowsIn(files, "login")).toMatchObject([{ email: Mia.email }]);
  expect(Buffer.concat([...files.values()]).toString()).not.toContain("Olga");
});

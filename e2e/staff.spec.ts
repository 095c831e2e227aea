import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { expectSignedOut, signIn } from "./door";
import { callFrom, expect, look, test } from "./fixtures";
import { followLetter } from "./letters";
import { accountIn, castPassword, stageStory } from "./stage";

const run = promisify(execFile);
const password = "eleven copper bells along the quay";

/** The command line of the installation under test; the lines it printed. */
async function castellan(...words: string[]): Promise<string[]> {
  const { PATH, HOME } = process.env;
  const { stdout } = await run(process.execPath, ["dist/cli.mjs", ...words], {
    env: {
      PATH,
      HOME,
      NODE_ENV: "production",
      CASTELLAN_DATA_DIR: process.env.CASTELLAN_E2E_DATA_DIR,
    },
  });
  return stdout.trim().split("\n");
}

const add = (email: string, name: string, roles: string) =>
  castellan("staff", "add", "--email", email, "--name", name, "--roles", roles);

test("[P39] someone of the staff looks at a customer's traffic, and the customer is told [V16.2.1]", async ({
  as,
  someone,
}) => {
  const { Olga, accountId } = await stageStory("looked at", "Olga");
  const email = "tess@staff.example.test";
  const printed = await add(email, "Tess Technical", "technical,security");
  expect(printed.some((line) => /\/set-password#t=/.test(line))).toBe(true);

  const tess = await someone();
  await followLetter(tess, email, "You are of the staff now");
  await expect(tess.getByRole("heading", { name: "Welcome. Choose your password" })).toBeVisible();
  await expect(tess.getByText("You are of the staff of this installation")).toBeVisible();
  await look(tess, "an invitation to the staff");
  await tess.getByLabel("Password", { exact: true }).fill(password);
  await tess.getByRole("button", { name: "Set password" }).click();
  await expect(tess).toHaveURL(/\/sign-in/);
  await signIn(tess, email, password);
  await expect(tess).toHaveURL(/\/operator$/);
  await expect(tess.getByRole("heading", { name: "Overview" })).toBeVisible();
  await expect(tess.getByText(accountIn("looked at")), "names stay closed").toHaveCount(0);
  await look(tess, "the operator's overview");

  // Olga's panel reads from the API, and that is what Tess will see.
  const olga = await as(Olga);
  await olga.goto("/users");
  const { requestId } = await callFrom(olga, "GET", "/api/v1/users");

  await tess.goto(`/operator/accounts/${accountId}`);
  await tess.getByRole("button", { name: "Look", exact: true }).click();
  await expect(tess.getByText(/Say why you look/)).toBeVisible();
  await tess.getByLabel("Why do you look?").fill("Ticket 4711, slow lists");
  await expect(async () => {
    await tess.getByRole("button", { name: "Look", exact: true }).click();
    await expect(tess.getByText("GET /users").first()).toBeVisible({ timeout: 1_500 });
  }).toPass();
  await look(tess, "the calls of an account");

  await tess.getByLabel("At what").selectOption("attempts");
  await tess.getByRole("button", { name: "Look", exact: true }).click();
  await expect(tess.getByText("No attempts")).toBeVisible();

  await tess.getByRole("link", { name: "By request" }).click();
  await tess.getByLabel("Request id").fill(requestId!);
  await tess.getByLabel("Why do you look?").fill("Ticket 4711");
  await tess.getByRole("button", { name: "Look", exact: true }).click();
  await expect(tess.getByText(/user\.list/)).toBeVisible();
  await look(tess, "everything a request has led to");

  await tess.getByRole("link", { name: "Traffic" }).click();
  await expect(tess.getByRole("heading", { name: "Asked for most" })).toBeVisible();
  await look(tess, "the traffic of the installation");
  await tess.getByRole("link", { name: "Log" }).click();
  await expect(
    tess.getByText(`Tess Technical looked at the API calls of ${accountId}`).first(),
  ).toBeVisible();
  await look(tess, "the log of the installation");
  await tess.getByRole("link", { name: "Staff", exact: true }).click();
  await expect(tess.getByRole("listitem").filter({ hasText: email })).toContainText("Technical");
  await look(tess, "the staff");

  await olga.goto("/activity");
  await olga.getByLabel("By whom").selectOption("staff");
  const line = olga.getByText(
    `Tess Technical (staff) looked at the API calls of ${accountIn("looked at")}: Ticket 4711, slow lists`,
  );
  await expect(line.first()).toBeVisible();
  await expect(
    olga.getByText(
      `Tess Technical (staff) looked up the request ${requestId} of ${accountIn("looked at")}: Ticket 4711`,
    ),
  ).toBeVisible();
  await look(olga, "what the staff looked at, as the owner reads it");
  await olga.getByLabel("What", { exact: true }).selectOption("Everything they looked at");
  await expect(olga).toHaveURL(/action=traffic/);
  await expect(line.first()).toBeVisible();

  await castellan("staff", "remove", "--email", email);
  await tess.getByRole("link", { name: "Traffic" }).click();
  await expectSignedOut(tess);
});

test("for a customer there is no operator's area, and roles open no more than they say [V8.3.2]", async ({
  as,
  someone,
}) => {
  const { Olga } = await stageStory("not operating", "Olga");
  const olga = await as(Olga);
  for (const path of ["", "/staff", "/log", "/traffic", "/requests", "/me", "/me/sessions"]) {
    const answer = await olga.goto(`/operator${path}`);
    expect(answer!.status(), path).toBe(404);
  }
  await olga.goto("/users");
  expect(await callFrom(olga, "GET", "/api/v1/operator/installation")).toMatchObject({
    status: 403,
  });

  // A customer's user may be of the staff too, and then picks where to work.
  const lines = await add(Olga.email, "Olga of the staff", "support");
  expect(lines.join(" ")).toContain("choose Operator");
  const both = await someone();
  await both.goto("/sign-in");
  await both.getByLabel("E-mail address").fill(Olga.email);
  await both.getByLabel("Password", { exact: true }).fill(castPassword);
  await both.getByRole("button", { name: "Sign in" }).click();
  await expect(both.getByRole("heading", { name: "Choose an account" })).toBeVisible();
  await look(both, "the choice between an account and the operator's area");
  await both.getByRole("button", { name: /^Operator/ }).click();
  await expect(both.getByRole("heading", { name: "Overview" })).toBeVisible();
  await expect(both.getByRole("link", { name: "Traffic", exact: true })).toHaveCount(0);
  expect((await both.goto("/operator/traffic"))!.status()).toBe(404);
  await both.goto("/operator/me");
  await look(both, "one's own security as one of the staff");
  await both.getByRole("link", { name: "Sessions" }).click();
  await expect(both.getByText("This one")).toBeVisible();

  await both.getByRole("button", { name: /Change account/ }).click();
  await both.getByRole("menuitem", { name: accountIn("not operating") }).click();
  await expect(both.getByRole("heading", { name: "Users" })).toBeVisible();
  await both.getByRole("button", { name: /Change account/ }).click();
  await both.getByRole("menuitem", { name: "Operator" }).click();
  await expect(both.getByRole("heading", { name: "Overview" })).toBeVisible();
  await castellan("staff", "remove", "--email", Olga.email);
});

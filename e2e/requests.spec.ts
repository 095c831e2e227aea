import { stageKey } from "@/lib/cast/stage";

import { expect, look, type Page, test } from "./fixtures";
import { stageStory } from "./stage";

const origin = () => process.env.CASTELLAN_E2E_ORIGIN!;

/** The calls on the screen, the newest first. */
const calls = (page: Page) => page.locator("a.call-row");

/** What a program does; the answer's request id. */
async function called(key: string, method: string, path: string, body?: object) {
  const answer = await fetch(`${origin()}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      "user-agent": "nightly-import/1.0",
      ...(body && { "content-type": "application/json" }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  await answer.arrayBuffer();
  return { status: answer.status, requestId: answer.headers.get("x-request-id")! };
}

/** A call is on the screen about a second after its answer. */
const eventually = (page: Page, seen: () => Promise<void>) =>
  expect(async () => {
    await page.reload();
    await seen();
  }).toPass({ timeout: 20_000, intervals: [500] });

test("[P38] what a program did is found, opened and followed to what it has led to, and back", async ({
  as,
}) => {
  const { Adam, Aria, Mia } = await stageStory("requests", "Olga", "Adam", "Aria", "Mia");
  const [adam, aria] = [await as(Adam), await as(Aria)];

  await test.step("before anyone calls, the overview says how to begin", async () => {
    await adam.goto("/developers");
    await expect(
      adam.getByRole("heading", { name: "No program works with this account yet" }),
    ).toBeVisible();
    await expect(adam.getByText(`curl ${origin()}/api/v1/users`)).toBeVisible();
    await expect(adam.getByText("Nobody called in this time")).toBeVisible();
    await look(adam, "the overview, before the first call");
    await adam.getByRole("link", { name: "Requests", exact: true }).click();
    await expect(adam.getByText("Nobody has called the API yet")).toBeVisible();
    await look(adam, "no requests yet");
  });

  const { key, keyId } = await stageKey(Adam, { name: "Nightly import" });
  const user = `/users/${Mia.userId}`;
  const read = await called(key, "GET", "/users?limit=5");
  const paused = await called(key, "PUT", `${user}/pause`, {});
  const refused = await called(key, "PUT", `${user}/pause`, {});
  await called(key, "DELETE", `${user}/pause`);
  expect([read.status, paused.status, refused.status]).toEqual([200, 200, 409]);

  await test.step("every call stands in the list, with what it was for and how it ended", async () => {
    await eventually(adam, () => expect(calls(adam)).toHaveCount(4));
    await expect(calls(adam).nth(1)).toContainText("PUT /users/{userId}/pause");
    await expect(calls(adam).nth(1)).toContainText("409 Refused");
    await expect(calls(adam).nth(1)).toContainText("Nightly import");
    await expect(calls(adam).nth(3)).toContainText("Find users by name");
    await expect(adam.getByText(/Calls are kept for \d+ days/)).toBeVisible();
    await look(adam, "the requests");
  });

  await test.step("filters stand in the address, and Back keeps to it", async () => {
    await adam.getByLabel("How it ended").selectOption({ label: "Refused" });
    await expect(adam).toHaveURL("/developers/requests?result=refused");
    await expect(calls(adam)).toHaveCount(1);
    await adam.goBack();
    await expect(calls(adam)).toHaveCount(4);
    await adam.getByLabel("Key", { exact: true }).selectOption({ label: "Nightly import" });
    await expect(adam).toHaveURL(`/developers/requests?key=${keyId}`);
    await expect(calls(adam)).toHaveCount(4);
    await adam.getByText("More filters").click();
    await adam.getByLabel(/^Code of a refusal/).fill("already_paused");
    await expect(adam).toHaveURL(/code=already_paused/);
    await expect(calls(adam)).toHaveCount(1);
    await look(adam, "the requests, filtered");
    await adam.getByLabel("Method").selectOption("DELETE");
    await expect(adam.getByText("Nothing matches")).toBeVisible();
    await look(adam, "no request matches");
    await adam.getByRole("link", { name: "Clear the filters" }).click();
    await expect(calls(adam)).toHaveCount(4);
  });

  await test.step("a refused call says why, and who called", async () => {
    await calls(adam).nth(1).click();
    await expect(adam).toHaveURL(`/developers/requests/${refused.requestId}`);
    await expect(adam.getByText("This user is already paused.")).toBeVisible();
    await expect(adam.getByText("nightly-import/1.0")).toBeVisible();
    await look(adam, "a refused request");
    await adam.goBack();
  });

  await test.step("a call that changed something leads to the event, and the event back to it", async () => {
    await calls(adam).nth(2).click();
    await expect(adam).toHaveURL(`/developers/requests/${paused.requestId}`);
    await expect(adam.getByText("Key Nightly import paused Mia Member")).toBeVisible();
    await look(adam, "a request and what it has led to");
    await adam.getByRole("link", { name: "See it in the activity" }).click();
    await expect(adam).toHaveURL(`/activity?request=${paused.requestId}`);
    await adam.locator("details.event > summary").click();
    await adam.getByRole("link", { name: paused.requestId }).click();
    await expect(adam).toHaveURL(`/developers/requests/${paused.requestId}`);
  });

  await test.step("the overview counts as many as there are, and each number leads to its calls", async () => {
    await adam.goto("/developers?period=hour");
    const total = adam.getByRole("link", { name: "4", exact: true }).first();
    await expect(total).toBeVisible();
    await expect(adam.getByText("25 %").first()).toBeVisible();
    await expect(adam.locator(".recharts-bar-rectangle path").first()).toBeVisible();
    await look(adam, "the overview");
    await total.click();
    await expect(adam).toHaveURL("/developers/requests?period=hour");
    await expect(calls(adam)).toHaveCount(4);
    await adam.goBack();
    await adam.getByText("The same as a table").click();
    await look(adam, "the overview, with the table");
    await adam.getByRole("group", { name: "Calls over time" }).getByRole("link").first().click();
    await expect(adam).toHaveURL(/requests\?from=.+&to=/);
    await expect(calls(adam).first()).toBeVisible();
    await adam.goto("/developers?period=hour");
    await adam.getByRole("link", { name: "Last 30 days" }).click();
    await expect(adam).toHaveURL("/developers?period=month");
    await expect(adam.getByText("By the day, in UTC.", { exact: false })).toBeVisible();
    await adam.goBack();
    await expect(adam).toHaveURL("/developers?period=hour");
  });

  await test.step("an id nobody knows says what that may mean", async () => {
    await adam.goto("/developers/requests/00000000-0000-4000-8000-000000000000");
    await expect(adam.getByText("Nothing is known of this request")).toBeVisible();
    await look(adam, "a request that is not there");
  });

  await test.step("an auditor sees the same", async () => {
    await aria.goto("/developers?period=hour");
    await expect(aria.getByRole("link", { name: "4", exact: true }).first()).toBeVisible();
    await aria.goto(`/developers/requests?key=${keyId}`);
    await expect(calls(aria)).toHaveCount(4);
    await calls(aria).nth(2).click();
    await expect(aria.getByText("Key Nightly import paused Mia Member")).toBeVisible();
  });

  await test.step("a user gets no tab, and no page", async () => {
    const mia = await as(Mia); // being paused has signed her out
    await mia.goto("/me");
    await expect(mia.getByRole("link", { name: "Developers" })).toHaveCount(0);
    for (const path of [
      "/developers",
      "/developers/requests",
      `/developers/requests/${paused.requestId}`,
    ]) {
      await mia.goto(path);
      await expect(calls(mia)).toHaveCount(0);
      await expect(mia.getByText(/There is nothing here|Nothing is known/)).toBeVisible();
    }
  });
});

import { expect, test } from "vitest";

import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { execute } from "@/lib/gate/execute";
import { limits } from "@/lib/limits/limits";
import type { Actor } from "@/lib/policy/actor";
import { checkUrl } from "./check-url";
import { createWebhook } from "./create-webhook";

testInstallation();
const cast = testCast();

const program = (): Actor => ({
  ...{ kind: "key", keyId: "", accountId: cast.people.accountId, name: "CI deploy", scopes: [] },
  holder: { ...cast.people.Adam, kind: "user", role: "administrator" },
});

test("[V15.2.2] a name that nobody answers for is given up, and counts as unknown", async () => {
  const checked = checkUrl("https://hooks.slow.com/", program(), {
    ...{ resolve: () => new Promise(() => {}), patience: 50 },
  });
  await expect(checked).rejects.toMatchObject({
    code: "webhook_url_refused",
    extra: { fields: { url: expect.stringContaining("That name is not known") } },
  });
});

test("a look-up that fails for another reason is left to sending", async () => {
  const resolve = () =>
    Promise.reject(Object.assign(new Error("try again"), { code: "EAI_AGAIN" }));
  await expect(checkUrl("https://hooks.slow.com/", program(), { resolve })).resolves.toBe(
    "https://hooks.slow.com/",
  );
});

test("[V2.4.1] an account has only so many addresses checked in a while; another account is not held up", async () => {
  const here = { url: "https://10.0.0.1/", topics: ["*"] };
  const claim = await cast.as("Adam");
  for (let n = 0; n < limits["webhook addresses of an account"].free; n++) {
    await checkUrl(here.url, program()).catch(() => {});
  }
  expect(await execute(createWebhook, claim, here)).toMatchObject({ code: "too_many" });
  expect(await execute(createWebhook, await cast.as("Nora"), here)).toMatchObject({
    code: "webhook_url_refused",
  });
});

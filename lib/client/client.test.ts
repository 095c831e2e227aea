import { expect, test } from "vitest";

import { createApi } from "@/lib/api/api";
import { freshEmail } from "@/lib/cast/every-verb";
import { stageKey } from "@/lib/cast/stage";
import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { apiClient } from "./client";

testInstallation();
const cast = testCast();
const api = createApi();

test("a program with a key invites, edits what it looked at, and is told by code what it may not", async () => {
  const { key } = await stageKey(cast.people.Adam);
  const client = apiClient({
    baseUrl: "http://localhost:3000/api/v1",
    fetch: (request) => api(request, { ip: "203.0.113.7" }),
    headers: { authorization: `Bearer ${key}` },
  });

  const invited = await client.POST("/users", {
    params: { header: { "Idempotency-Key": "typed-1" } },
    body: { email: freshEmail(), role: "auditor" },
  });
  expect(invited.data).toMatchObject({ role: "auditor", status: "invited" });
  const { id: userId } = invited.data!;
  const etag = invited.response.headers.get("etag")!;

  const edit = (title: string) =>
    client.PATCH("/users/{userId}", {
      params: { path: { userId }, header: { "If-Match": etag } },
      body: { title },
    });
  expect((await edit("Reader")).data?.title).toBe("Reader");
  expect((await edit("Late")).error?.code).toBe("changed_since");

  const { Olga } = cast.people;
  const refused = await client.PUT("/users/{userId}/pause", {
    params: { path: { userId: Olga.userId } },
  });
  expect(refused.error?.code).toBe("forbidden");

  // @ts-expect-error -- a role nobody has
  await client.POST("/users", { body: { email: "a@b.example", role: "root" } });
  // @ts-expect-error -- an address that is not there
  await client.GET("/pets", {});
});

import { describe, expect, test, vi } from "vitest";

import { stageSession } from "@/lib/cast/stage";
import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { createApi } from "./api";
import type { Call } from "./call";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

testInstallation();
const cast = testCast();
const calls: Call[] = [];
const api = createApi((call) => calls.push(call));
const origin = "http://localhost:3000";

type Sent = { headers?: Record<string, string>; body?: BodyInit; as?: "Olga" | "Adam" | "nobody" };

async function send(method: string, path: string, { headers, body, as = "Adam" }: Sent = {}) {
  const token = as === "nobody" ? null : await stageSession(cast.people[as]);
  const response = await api(
    new Request(`${origin}/api/v1${path}`, {
      method,
      body, // oxlint-disable-line unicorn/no-invalid-fetch-options -- each test knows its method
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
    }),
    { ip: "203.0.113.7" },
  );
  const text = await response.text();
  const told = (text ? JSON.parse(text) : null) as Record<string, never> & {
    code?: string;
    fields?: Record<string, string>;
  };
  return { status: response.status, headers: response.headers, body: told };
}

const codeOf = async (sent: ReturnType<typeof send>) => {
  const { status, body } = await sent;
  return `${status} ${body.code}`;
};
const mia = () => `/users/${cast.people.Mia.userId}`;

describe("methods", () => {
  test("[V4.1.4] one an address does not have is refused with those it has", async () => {
    const { status, headers, body } = await send("PUT", "/users", { body: "{}" });
    expect([status, body.code, headers.get("allow")]).toEqual([
      405,
      "method_not_allowed",
      "GET, POST, HEAD, OPTIONS",
    ]);
  });

  test("HEAD is a GET without its body, OPTIONS tells the methods", async () => {
    const head = await send("HEAD", "/users");
    expect([head.status, head.body, head.headers.get("content-type")]).toEqual([
      200,
      null,
      "application/json",
    ]);
    const options = await send("OPTIONS", mia(), { as: "nobody" });
    expect([options.status, options.headers.get("allow")]).toEqual([
      204,
      "GET, PATCH, DELETE, HEAD, OPTIONS",
    ]);
  });
});

describe("[V1.5.3] [V2.2.1] what is sent", () => {
  test.each([
    ["an unknown name in a query", "GET", "/users?colour=blue", {}, "colour"],
    ["a name twice", "GET", "/users?q=a&q=b", {}, "q"],
    ["__proto__ in a query", "GET", "/users?__proto__=1", {}, "__proto__"],
    [
      "a query beside a body",
      "POST",
      "/users?role=user",
      { body: '{"email":"a@b.example"}' },
      "role",
    ],
    ["an unknown field", "POST", "/users", { body: '{"email":"a@b.example","age":3}' }, "age"],
    [
      "__proto__ in a body",
      "POST",
      "/users",
      { body: '{"email":"a@b.example","__proto__":{"role":"owner"}}' },
      "__proto__",
    ],
    ["a body for a verb that takes none", "DELETE", "/me/email", { body: '{"now":true}' }, "now"],
    ["U+0000", "GET", "/users?q=%00", {}, "q"],
    ["U+0000 in a body", "PATCH", "/me", { body: '{"name":"a\\u0000b"}' }, "name"],
    ["half a character", "PATCH", "/me", { body: '{"name":"\\ud800"}' }, "name"],
  ] as const)("%s is refused by name", async (_, method, path, sent, field) => {
    const { status, body } = await send(method, path, sent);
    expect([status, body.code, Object.keys(body.fields ?? {})]).toEqual([422, "invalid", [field]]);
  });

  test("what stands in the address cannot be sent again", async () => {
    const { body } = await send("PATCH", mia(), { body: JSON.stringify({ userId: "x" }) });
    expect(body).toMatchObject({ code: "invalid", fields: { userId: expect.any(String) } });
    expect(await codeOf(send("GET", `${mia()}?userId=x`))).toBe("422 invalid");
  });

  test("malformed escapes, no UTF-8, no JSON, no object, another type, too much: each has its answer", async () => {
    expect(await codeOf(send("GET", "/users/%E0%A4%A"))).toBe("422 invalid");
    expect(await codeOf(send("PATCH", "/me", { body: new Uint8Array([0x22, 0xff, 0x22]) }))).toBe(
      "400 not_json",
    );
    const nested = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    for (const body of ["{", "[]", "null", '"text"', "7", nested]) {
      expect(await codeOf(send("PATCH", "/me", { body }))).toBe("400 not_json");
    }
    for (const type of ["text/plain", "application/jsonp", "application/x-www-form-urlencoded"]) {
      const sent = { body: "{}", headers: { "content-type": type } };
      expect(await codeOf(send("PATCH", "/me", sent))).toBe("415 unsupported_media_type");
    }
    const long = JSON.stringify({ name: "x".repeat(256 * 1024) });
    expect(await codeOf(send("PATCH", "/me", { body: long }))).toBe("413 too_large");
    expect(await codeOf(send("GET", "/nowhere"))).toBe("404 unknown_path");
  });
});

describe("versions", () => {
  test("an edit of an older version is refused, whatever it changes; one of the newest is not", async () => {
    const { headers, body } = await send("GET", mia());
    const etag = headers.get("etag")!;
    expect(etag).toMatch(/^"\d+\.[\w-]{16}"$/);
    const edit = (title: string, ifMatch: string) =>
      send("PATCH", mia(), { body: JSON.stringify({ title }), headers: { "if-match": ifMatch } });

    const edited = await edit("Painter", etag);
    expect([edited.status, edited.body.title]).toEqual([200, "Painter"]);
    expect(await codeOf(edit("Sculptor", etag))).toBe("412 changed_since");
    expect(await codeOf(edit("Sculptor", `"${body.version}"`))).toBe("412 changed_since");
    expect((await edit("Sculptor", edited.headers.get("etag")!)).status).toBe(200);
    expect((await edit("Potter", "*")).status).toBe(200);
    const late = { headers: { "if-match": etag } };
    expect(await codeOf(send("PUT", `${mia()}/pause`, late))).toBe("412 changed_since");
    expect(await codeOf(send("DELETE", mia(), late))).toBe("412 changed_since");
    for (const wrong of ["3", "W/3", '"a" "b"', '"x', ""]) {
      expect(await codeOf(edit("Lost", wrong))).toBe("400 precondition_refused");
    }
    for (const other of ['"a", "b"', '"x"', `W/${etag}`, 'W/"3", W/"4"']) {
      expect(await codeOf(edit("Lost", other))).toBe("412 changed_since");
    }
    const now = (await send("GET", mia())).headers.get("etag")!;
    expect((await edit("Potter", `W/"3", "x" ,${now}`)).status).toBe(200);
    expect(await codeOf(send("DELETE", "/me/email", late))).toBe("400 precondition_refused");
  });

  test("oneself and the account have a version too", async () => {
    for (const path of ["/me", "/account"]) {
      const { headers } = await send("GET", path, { as: "Olga" });
      const etag = headers.get("etag")!;
      const edit = {
        as: "Olga",
        body: '{"name":"Olga Other"}',
        headers: { "if-match": etag },
      } as const;
      expect((await send("PATCH", path, edit)).status).toBe(200);
      expect(await codeOf(send("PATCH", path, edit))).toBe("412 changed_since");
    }
  });

  test("what the client has already is not sent again", async () => {
    const etag = (await send("GET", "/account")).headers.get("etag")!;
    const again = await send("GET", "/account", { headers: { "if-none-match": `W/${etag}` } });
    expect([again.status, again.body, again.headers.get("etag")]).toEqual([304, null, etag]);
    const other = await send("GET", "/account", { headers: { "if-none-match": '"0.x"' } });
    expect(other.status).toBe(200);
  });
});

test("a call is known by its template, verb, code and size, for whoever logs it", async () => {
  calls.length = 0;
  await send("PATCH", mia(), { body: '{"age":1}' });
  await send("GET", "/no/such/address");
  expect(calls).toMatchObject([
    { route: "/users/{userId}", operation: "user.edit", code: "invalid", bytesIn: 9 },
    { route: null, operation: null, code: "unknown_path", bytesIn: 0 },
  ]);
  expect(calls.every(({ bytesOut }) => bytesOut > 100)).toBe(true);
});

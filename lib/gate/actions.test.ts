import fc from "fast-check";
import { expect, test, vi } from "vitest";

import { stageSession } from "@/lib/cast/stage";
import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";

const browser = vi.hoisted(() => ({ cookie: "" }));
vi.mock("next/headers", () => ({
  headers: async () => new Headers({ origin: "http://localhost:3000" }),
  cookies: async () => ({
    get: (name: string) =>
      name === "castellan-session" && browser.cookie ? { value: browser.cookie } : undefined,
    set: () => {},
    delete: () => {},
    getAll: () => [],
  }),
}));
vi.mock("next-auth", () => ({ CredentialsSignin: class extends Error {} }));
vi.mock("next/navigation", () => ({
  redirect: () => {
    throw Object.assign(new Error("redirect"), { digest: "NEXT_REDIRECT" });
  },
}));
vi.mock("@/lib/sessions/auth", () => ({ signIn: async () => {}, signOut: async () => {} }));

testInstallation();
const cast = testCast();

type Action = (...given: unknown[]) => Promise<unknown>;

const modules = import.meta.glob<Record<string, Action>>([
  "../*/actions.ts",
  "../../app/**/submit.ts",
]);

/** What a client can make of an argument: Next hands on these and more. */
const argument = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
  }),
  fc.constantFrom<unknown>(new FormData(), new Blob(["x"]), () => {}, Symbol("x"), -0, Infinity),
  fc.string({ unit: "binary" }).map((text) => ({ email: text, password: text, callbackUrl: text })),
);

test("[V2.2.1] whatever an action is called with, it refuses cleanly", async () => {
  const found = await Promise.all(
    Object.values(modules).map(async (load) => Object.entries(await load())),
  );
  const actions = found.flat();
  expect(actions.length).toBeGreaterThan(40);
  for (const as of ["nobody", "Adam"] as const) {
    browser.cookie = as === "nobody" ? "" : await stageSession(cast.people[as]);
    for (const [name, action] of actions) {
      await fc.assert(
        fc.asyncProperty(fc.array(argument, { maxLength: 3 }), async (given) => {
          if (as === "Adam" && /signOut|endSession|endOther|leave|erase/i.test(name)) return;
          const outcome = await action(...given).catch((error: unknown) => {
            if (String((error as { digest?: string }).digest).startsWith("NEXT_REDIRECT"))
              return { ok: true };
            throw error;
          });
          const { code } = { ...(outcome as { code?: string; refusal?: { code: string } }) };
          expect(`${name}: ${code}`).not.toContain("internal");
        }),
        { numRuns: 8, seed: 20261130 },
      );
    }
  }
}, 120_000);

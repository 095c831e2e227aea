import { expect, test } from "vitest";

import { testCast, visitor } from "@/lib/cast/testing";
import { castPassword } from "@/lib/cast/people";
import { testInstallation } from "@/lib/db/testing";
import { execute } from "@/lib/gate/execute";
import { deviceFor, knownDevice } from "./known-device";
import { openSession } from "./open-session";

testInstallation();
const cast = testCast();

const signIn = (password: string, device?: string) =>
  execute(openSession, visitor(), { email: cast.people.Olga.email, password, device });

test("[V6.3.1] a stranger's failures do not lock the owner out of a browser they used before", async () => {
  const device = await deviceFor(cast.people.Olga.email);
  for (let tries = 0; tries < 5; tries++) await signIn("not the password at all");
  expect(await signIn(castPassword)).toMatchObject({ ok: false, code: "too_many" });
  expect(await signIn(castPassword, device)).toMatchObject({ ok: true });
});

test("what a browser keeps is good for its own login only, and cannot be made up", async () => {
  const device = await deviceFor(cast.people.Olga.email);
  expect(await knownDevice(cast.people.Olga.email, device)).not.toBeNull();
  expect(await knownDevice(cast.people.Adam.email, device)).toBeNull();
  expect(await knownDevice(cast.people.Olga.email, `${device.slice(0, -1)}x`)).toBeNull();
  expect(await knownDevice(cast.people.Olga.email, "a.b")).toBeNull();
});

test("[V6.3.1] wrong sign-ins from an address keep out neither browsers known there nor programs", async () => {
  const { email } = cast.people.Adam;
  const from = (source: "panel" | "api") => {
    const claim = visitor();
    return { ...claim, request: { ...claim.request, source, ip: "192.0.2.77" } };
  };
  for (let tries = 0; tries < 25; tries++) {
    const wrong = { email: `nobody-${tries}@example.test`, password: "not the password at all" };
    await execute(openSession, from("panel"), wrong);
  }
  const right = { email, password: castPassword };
  expect(await execute(openSession, from("panel"), right)).toMatchObject({ code: "too_many" });
  const device = await deviceFor(email);
  expect(await execute(openSession, from("panel"), { ...right, device })).toMatchObject({
    ok: true,
  });
  expect(await execute(openSession, from("api"), right)).toMatchObject({ ok: true });
});

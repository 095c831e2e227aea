import { describe, expect, test } from "vitest";

import { routes } from "@/lib/api/routes";
import { castPassword } from "@/lib/cast/people";
import { type OnStage, stageUser } from "@/lib/cast/stage";
import { freshEmail, tries, type Try, type Verb } from "@/lib/cast/every-verb";
import { claimOf, testCast } from "@/lib/cast/testing";
import { inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import type { AnyCommand } from "@/lib/gate/command";
import { execute } from "@/lib/gate/execute";
import { hashed } from "@/lib/passwords/check";
import type { Role } from "@/lib/users/user";
import { mayDo } from "./policy";
import { needsProof, proven } from "./proof";

const { owner } = testInstallation();
const cast = testCast();

const commands = new Map(
  Object.values(routes)
    .flatMap((methods) => Object.values(methods))
    .flatMap((route) => ("command" in route ? [route.command] : []))
    .map((command) => [command.name, command]),
);

const fresh = async (role: Role, state: Try["state"] = "active"): Promise<OnStage> => {
  const hash = await hashed(castPassword);
  const one = { name: `A ${role}`, email: freshEmail(), role, status: state };
  return inTransaction((db) => stageUser(db, cast.people.accountId, one, hash));
};

describe("[V7.5.1] [V7.5.3] what leads to an owner being made, removed or taken over", () => {
  test.each(proven)("%s needs the password of somebody who gave it long ago", async (verb) => {
    const command = commands.get(verb as AnyCommand["name"])!;
    const attempt: Try = tries[verb as Verb];
    const role = verb === "ownership.grant" ? "user" : "owner";
    const them = await fresh(role, attempt.state);
    const me = attempt.on === "me" ? them : await fresh("owner");
    const claim = await claimOf(me);
    await owner("update sessions set confirmed_at = now() - interval '11 minutes'");
    const { password: _given, ...input } = (await attempt.input({ me, them })) as {
      password?: string;
    };
    const named = { ...input, ...(verb === "user.remove" && { name: them.name }) };
    const tried = (password?: string) => execute(command, claim, { ...named, password });
    expect(await tried()).toMatchObject({ code: "step_up_required" });
    expect(await tried("no idea what it was")).toMatchObject({ code: "wrong_password" });
    expect(await tried(castPassword)).toMatchObject({ ok: true });
  });

  test.each(proven.filter((verb) => !verb.startsWith("ownership.") && verb !== "user.leave"))(
    "%s of a plain user needs none",
    async (verb) => {
      const attempt: Try = tries[verb as Verb];
      const [me, them] = [await fresh("owner"), await fresh("user", attempt.state)];
      const claim = await claimOf(me);
      await owner("update sessions set confirmed_at = now() - interval '11 minutes'");
      const input = {
        ...(await attempt.input({ me, them })),
        ...(verb === "user.remove" && { name: them.name }),
      };
      const command = commands.get(verb as AnyCommand["name"])!;
      expect(await execute(command, claim, input)).toMatchObject({ ok: true });
    },
  );

  test("every verb that is done to an owner is decided upon, also a new one", () => {
    const onOwners = Object.keys(mayDo).filter(
      (verb) => (tries[verb as Verb] as Try).on === "them" && !needsProof(verb, { role: "owner" }),
    );
    expect(onOwners.toSorted()).toEqual(harmless.toSorted());
  });
});

/** Verbs on a user that neither make nor remove an owner, and open nobody's login. */
const harmless = [
  "api_key.edit", // of one's own key alone
  "api_key.rotate",
  "privacy.lapse", // by a job
  "privacy.remind",
  "session.refuse",
  "user.cancel_email_change",
  "user.change_role", // never of an owner
  "user.edit",
  "user.end_session",
  "user.end_sessions",
  "user.resend_invitation", // to the address that was invited
  "user.revoke_invitation",
];

import type { AddressInfo } from "node:net";

import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { testCast } from "@/lib/cast/testing";
import { inTransaction } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { workOff } from "@/lib/jobs/testing";
import { openLink } from "@/lib/links/open-link";
import { inviteUser } from "@/lib/users/invite-user";
import { resendInvitation } from "@/lib/users/resend-invitation";
import { showUser } from "@/lib/users/show-user";
import { tokenIn } from "./testing";
import { sentenceOf } from "@/lib/egress/sentence";
import { smtpOptions } from "@/lib/egress/smtp";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();
const { as } = cast;

type Answer = { responseCode: number; says: string } | null;

/** A real mail server on loopback, which answers each letter as it is told. */
let server: SMTPServer;
let received: string[];
let answers: Answer[];
let refusesRecipients = false;

async function startServer(port = 0, hideSMTPUTF8 = false): Promise<number> {
  server = new SMTPServer({
    hideSMTPUTF8,
    disabledCommands: ["AUTH", "STARTTLS"],
    closeTimeout: 50,
    onRcptTo(_address, _session, done) {
      done(refusesRecipients ? Object.assign(new Error("No"), { responseCode: 550 }) : undefined);
    },
    onData(stream, _session, done) {
      let text = "";
      stream.setEncoding("utf8");
      stream.on("data", (part: string) => (text += part));
      stream.on("end", () => {
        const answer = answers.shift() ?? null;
        if (!answer) {
          received.push(text);
          return done();
        }
        done(Object.assign(new Error(answer.says), { responseCode: answer.responseCode }));
      });
    },
  });
  await new Promise<void>((ready) => server.listen(port, "127.0.0.1", ready));
  return (server.server.address() as AddressInfo).port;
}
const stopServer = () => new Promise<void>((closed) => server.close(() => closed()));

beforeEach(async () => {
  received = [];
  answers = [];
  refusesRecipients = false;
  process.env.SMTP_URL = `smtp://127.0.0.1:${await startServer()}`;
  forgetTransport();
});

afterEach(async () => {
  delete process.env.SMTP_URL;
  forgetTransport();
  await stopServer();
});

function forgetTransport() {
  delete (globalThis as unknown as Record<symbol, unknown>)[Symbol.for("castellan.transport")];
}

async function invited(email: string): Promise<string> {
  const outcome = await execute(inviteUser, await as("Adam"), { email });
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value.userId;
}
const invitationOf = async (userId: string) => {
  const user = await ask(showUser, await as("Adam"), { userId });
  return user.ok && user.value.invitation;
};
const letterOf = async (userId: string) =>
  (
    await owner<{ state: string; attempts: number; body: Buffer | null }>(
      "select state, attempts, body from letters where user_id = $1",
      [userId],
    )
  )[0]!;
/** What the ledger tells of a user, the oldest first. */
const disclosedOf = async (userId: string) =>
  (
    await owner<{ processor: string; purpose: string; fields: string }>(
      "select processor, purpose, fields from disclosures where user_id = $1 order by at, id",
      [userId],
    )
  ).map(sentenceOf);
const whole = "e-mail address and the text of the letter, to the mail service, to deliver a letter";
/** Lets the pause before the next try pass. */
const later = () => owner("update graphile_worker._private_jobs set run_at = now()");

describe("a letter", () => {
  test("goes over SMTP, whole, and its text is destroyed then", async () => {
    const userId = await invited("sent@example.test");
    expect(await invitationOf(userId)).toMatchObject({ state: "queued" });
    await workOff(installation.ownerUrl);
    expect(await invitationOf(userId)).toMatchObject({ state: "sent", reason: null });
    expect(await letterOf(userId)).toEqual({ state: "sent", attempts: 1, body: null });

    const mail = await PostalMime.parse(received[0]!);
    expect(mail).toMatchObject({
      subject: "You are invited to Acme",
      to: [{ address: "sent@example.test" }],
      from: { name: "Castellan", address: "castellan@localhost" },
    });
    expect(received[0]).toMatch(/^Auto-Submitted: auto-generated\r?$/m);
    const token = tokenIn(mail.text!)!;
    expect(mail.html).toContain(token);
    await ask(openLink, await as("Adam"), { token });
    expect(await invitationOf(userId)).toMatchObject({ state: "opened" });
  });

  test("a mail server that says 'later' is asked again, with the reason shown meanwhile", async () => {
    answers = [{ responseCode: 451, says: "Greylisted, come back" }];
    const userId = await invited("later@example.test");
    await workOff(installation.ownerUrl);
    expect(await invitationOf(userId)).toMatchObject({
      state: "queued",
      reason: expect.stringContaining("Greylisted, come back"),
    });
    expect(received).toHaveLength(0);
    await later();
    await workOff(installation.ownerUrl);
    expect(await invitationOf(userId)).toMatchObject({ state: "sent", reason: null });
    expect(await letterOf(userId)).toMatchObject({ attempts: 2, body: null });
    expect(received).toHaveLength(1);
  });

  test("a mail server that refuses for good ends it, with the reason an administrator reads", async () => {
    answers = [{ responseCode: 550, says: "No such mailbox here" }];
    const userId = await invited("gone@example.test");
    await workOff(installation.ownerUrl);
    expect(await invitationOf(userId)).toMatchObject({
      state: "failed",
      reason: expect.stringContaining("No such mailbox here"),
    });
    expect(await letterOf(userId)).toMatchObject({ state: "failed", attempts: 1, body: null });
    await later();
    await workOff(installation.ownerUrl);
    expect(received).toHaveLength(0);

    await execute(resendInvitation, await as("Adam"), { userId });
    await workOff(installation.ownerUrl);
    expect(await invitationOf(userId)).toMatchObject({ state: "sent" });
  });

  test("[V16.5.2] a mail server that is away loses nothing", async () => {
    const { port } = server.server.address() as AddressInfo;
    await stopServer();
    const userId = await invited("patient@example.test");
    await workOff(installation.ownerUrl);
    expect(await invitationOf(userId)).toMatchObject({ state: "queued" });
    await startServer(port);
    await later();
    await workOff(installation.ownerUrl);
    expect(await invitationOf(userId)).toMatchObject({ state: "sent" });
  });

  test("a letter whose link is dead by then is not sent", async () => {
    const userId = await invited("late@example.test");
    await owner("update links set expires_at = now() where user_id = $1", [userId]);
    await workOff(installation.ownerUrl);
    expect(received).toHaveLength(0);
    expect(await letterOf(userId)).toMatchObject({ state: "failed", body: null });
  });
});

describe("[P44] the ledger of disclosures", () => {
  const only = "e-mail address, to the mail service, to deliver a letter";

  test("has a line for a letter that was handed over: whose, which fields, how much, and no values", async () => {
    const userId = await invited("told@example.test");
    await workOff(installation.ownerUrl);
    expect(await disclosedOf(userId)).toEqual([whole]);
    const [line] = await owner<Record<string, unknown>>(
      `select d.account_id, d.bytes, d.request_id = l.request_id as same_request, d.person_id = l.person_id as same_person,
        d::text as everything from disclosures d join letters l on l.user_id = d.user_id where d.user_id = $1`,
      [userId],
    );
    expect(line).toMatchObject({
      account_id: cast.people.accountId,
      same_request: true,
      same_person: true,
    });
    expect(line!.bytes).toBeGreaterThan(500);
    expect(line!.everything).not.toMatch(/told@|Acme|invited/);
  });

  test("tells of each try that got that far, and of just what was seen by it", async () => {
    answers = [{ responseCode: 451, says: "Come back" }];
    const userId = await invited("twice@example.test");
    await workOff(installation.ownerUrl);
    await later();
    await workOff(installation.ownerUrl);
    expect(await disclosedOf(userId)).toEqual([whole, whole]);

    refusesRecipients = true;
    const refused = await invited("refused@example.test");
    await workOff(installation.ownerUrl);
    expect(await disclosedOf(refused)).toEqual([only]);
    expect(received.join()).not.toContain("refused@");
  });

  test("has no line for a mail server that was away, nor for a letter that stays in the local mailbox", async () => {
    await stopServer();
    const away = await invited("away@example.test");
    await workOff(installation.ownerUrl);
    expect(await letterOf(away)).toMatchObject({ state: "queued", attempts: 1 });
    expect(await disclosedOf(away)).toEqual([]);

    delete process.env.SMTP_URL;
    forgetTransport();
    const kept = await invited("kept@example.test");
    await workOff(installation.ownerUrl);
    expect(await letterOf(kept)).toMatchObject({ state: "sent" });
    expect(await disclosedOf(kept)).toEqual([]);
    await startServer();
  });

  test("can be added to by the application, and neither changed nor cut", async () => {
    await invited("kept-line@example.test");
    await workOff(installation.ownerUrl);
    const { accountId } = cast.people;
    for (const change of ["update disclosures set fields = ''", "delete from disclosures"]) {
      const refused = inTransaction(async (db) => {
        await enterScope(db, accountId);
        await db.$client.query(change);
      });
      await expect(refused).rejects.toThrow("permission denied");
    }
  });
});

describe("an internationalised address", () => {
  test("has its host sent in ASCII, and one before the @ goes where SMTPUTF8 is offered", async () => {
    const users = [await invited("info@münchen.de"), await invited("josé@münchen.de")];
    await workOff(installation.ownerUrl);
    for (const userId of users)
      expect(await invitationOf(userId)).toMatchObject({ state: "sent", reason: null });
    expect(received.join("")).toContain("To: info@xn--mnchen-3ya.de");
  });

  test("fails with a clear reason where the server does not offer SMTPUTF8", async () => {
    await stopServer();
    process.env.SMTP_URL = `smtp://127.0.0.1:${await startServer(0, true)}`;
    forgetTransport();
    const [plain, needing] = [await invited("two@münchen.de"), await invited("zoé@example.test")];
    await workOff(installation.ownerUrl);
    expect(await invitationOf(plain)).toMatchObject({ state: "sent" });
    expect(await invitationOf(needing)).toMatchObject({
      state: "failed",
      reason: expect.stringContaining("SMTPUTF8"),
    });
    expect(await disclosedOf(needing)).toEqual([]);
  });
});

describe("the way to the mail server", () => {
  test("[V12.3.1] is encrypted, unless it is this machine", () => {
    expect(smtpOptions("smtp://mail.example.com")).toMatchObject({
      host: "mail.example.com",
      port: 587,
      secure: false,
      requireTLS: true,
    });
    expect(smtpOptions("smtps://u%40x:p%2F@mail.example.com")).toMatchObject({
      port: 465,
      secure: true,
      requireTLS: true,
      auth: { user: "u@x", pass: "p/" },
    });
    for (const host of ["127.0.0.1:2525", "localhost:25", "[::1]:25"]) {
      expect(smtpOptions(`smtp://${host}`)).toMatchObject({ requireTLS: false });
    }
    for (const host of ["127.0.0.1.example.com", "localhost.example.com", "10.0.0.1"]) {
      expect(smtpOptions(`smtp://${host}`)).toMatchObject({ requireTLS: true });
    }
  });

  test("reads no file and no address for anybody", () => {
    expect(smtpOptions("smtp://mail.example.com")).toMatchObject({
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    expect(smtpOptions("smtp://mail.example.com")).not.toHaveProperty("tls.rejectUnauthorized");
  });
});

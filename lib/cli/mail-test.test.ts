import type { AddressInfo } from "node:net";

import { SMTPServer } from "smtp-server";
import { afterEach, expect, test } from "vitest";

import { testInstallation } from "@/lib/db/testing";
import { freePort } from "@/lib/processes/free-port";
import { mailTest } from "./mail-test";

testInstallation();

afterEach(() => {
  delete process.env.SMTP_URL;
});

test("an email goes the way of all others; a refusal says how far it came and what to check", async () => {
  let took = 0;
  const server = new SMTPServer({
    ...{ disabledCommands: ["AUTH", "STARTTLS"], closeTimeout: 50 },
    onRcptTo: ({ address }, _, done) =>
      done(address.startsWith("nobody@") ? new Error("No such mailbox") : null),
    onData(stream, _, done) {
      took += 1;
      stream.resume().on("end", () => done());
    },
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.server.address() as AddressInfo;
  process.env.SMTP_URL = `smtp://localhost:${port}`;
  expect(await mailTest({ to: "olga@example.test" })).toEqual([
    "The mail server took the email. Look into the mailbox of olga@example.test.",
  ]);
  expect(took).toBe(1);
  await expect(mailTest({ to: "nobody@example.test" })).rejects.toThrow(
    /^The mail server refused the recipient\.\n550: .*No such mailbox/,
  );
  await new Promise<void>((closed) => server.close(() => closed()));

  process.env.SMTP_URL = `smtp://localhost:${await freePort()}`;
  await expect(mailTest({ to: "olga@example.test" })).rejects.toThrow(
    /^The mail server did not take a connection\. .*firewall\.\n.*127\.0\.0\.1/s,
  );
  await expect(mailTest({ to: "olga" })).rejects.toThrow("--to must be an e-mail address.");
  delete process.env.SMTP_URL;
  await expect(mailTest({ to: "olga@example.test" })).rejects.toThrow(/^SMTP_URL is missing/);
});

import dgram from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";

import { SMTPServer } from "smtp-server";
import { describe, expect, test } from "vitest";

import { testInstallation } from "@/lib/db/testing";
import { killed, nextMessage, startProcess } from "@/lib/processes/testing";
import type { Tried } from "./trier";

testInstallation();

/** An address of this machine that is not loopback, where it has one; the guard makes no difference between them. */
const here =
  Object.values(networkInterfaces())
    .flat()
    .find((one) => one && !one.internal && one.family === "IPv4")?.address ?? "127.0.0.1";

/** Lets a process try every way out, and counts what of it is heard of outside. */
async function tryEverything(
  guarded: "yes" | "no",
): Promise<Tried & { heard: number; letters: number }> {
  let heard = 0;
  let letters = 0;
  const listener = createServer((_, response) => response.end("the crown jewels"));
  listener.on("connection", () => (heard += 1));
  listener.on("upgrade", (_, socket) => socket.destroy());
  listener.listen(0, here);
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  const datagrams = dgram.createSocket("udp4").on("message", () => (heard += 1));
  datagrams.bind(port, here);
  await once(datagrams, "listening");
  const mail = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    closeTimeout: 50,
    onData(stream, _session, done) {
      stream.resume().on("end", () => {
        letters += 1;
        done();
      });
    },
  });
  await new Promise<void>((ready) => mail.listen(0, "127.0.0.1", ready));
  const child = await startProcess(new URL("./trier.ts", import.meta.url), {
    TRY_HOST: here,
    TRY_PORT: String(port),
    TRY_SMTP_PORT: String((mail.server.address() as AddressInfo).port),
    TRY_GUARDED: guarded,
  });
  try {
    return { ...(await nextMessage<Tried>(child)), heard, letters };
  } finally {
    await killed(child);
    listener.closeAllConnections();
    listener.close();
    datagrams.close();
    await new Promise<void>((closed) => mail.close(() => closed()));
  }
}

describe("[P44] a process that stays inside", () => {
  test("reaches nobody, by whatever way it tries, and each try raises the alarm; letters still go", async () => {
    const { ways, heard, raised, counted, letters, letter, elsewhere } = await tryEverything("yes");
    expect(Object.keys(ways).length).toBeGreaterThan(12);
    // A web socket keeps to itself why it failed.
    const { "web socket": socket, ...others } = ways;
    for (const [way, how] of Object.entries(others))
      expect(`${way}: ${how}`).toBe(`${way}: blocked`);
    expect(socket).not.toBe("through");
    expect(heard).toBe(0);
    expect(counted).toBeGreaterThanOrEqual(Object.keys(ways).length);
    expect(raised).toContain("the name secrets.example.com");
    expect(raised.some((whom) => whom.startsWith(`${here}:`))).toBe(true);
    expect(raised.some((whom) => whom.startsWith("udp "))).toBe(true);
    expect({ letter, letters }).toEqual({ letter: "email letter", letters: 1 });
    expect(elsewhere).toBe("blocked");
  });

  test("would have been heard otherwise: the same tries without the guard arrive", async () => {
    const { ways, heard, letters } = await tryEverything("no");
    const arrive = ["fetch", "undici", "http", "net", "net with options", "socket", "dgram"];
    for (const way of arrive) expect(`${way}: ${ways[way]}`).toBe(`${way}: through`);
    expect(heard).toBeGreaterThanOrEqual(arrive.length + 3);
    expect(letters).toBe(1);
  });
});

import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";

import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

import type { Certificate } from "./certificates";

/** A mail server that is reached by name over TLS and wants a password; what it was handed can be looked at. */
export async function mailServer({ certificate, key }: Certificate): Promise<{
  url: string;
  /** the links in what an address was sent, the newest first */
  linksTo: (address: string) => string[];
  stop: () => Promise<void>;
}> {
  const received: { to: string; text: string }[] = [];
  async function keep(
    message: AsyncIterable<Buffer>,
    recipients: { address: string }[],
    done: () => void,
  ) {
    const parts: Buffer[] = [];
    for await (const part of message) parts.push(part);
    const { text = "" } = await PostalMime.parse(Buffer.concat(parts));
    for (const { address } of recipients) received.unshift({ to: address, text });
    done();
  }
  const server = new SMTPServer({
    secure: true,
    cert: readFileSync(certificate),
    key: readFileSync(key),
    onAuth: ({ username, password }, _, done) =>
      username === "people" && password === "of the mail server"
        ? done(null, { user: username })
        : done(new Error("Wrong password")),
    onData: (stream, session, done) => void keep(stream, session.envelope.rcptTo, done),
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtps://people:${encodeURIComponent("of the mail server")}@localhost:${port}`,
    linksTo: (address) =>
      received
        .filter(({ to }) => to === address)
        .flatMap(({ text }) => text.match(/https:\/\/\S+#t=\S+/) ?? []),
    stop: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}

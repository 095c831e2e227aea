import { fork } from "node:child_process";

import type { Job, Loaded } from "./load";

/** A load generator in a process of its own, used again for every measurement. */
export function startLoader() {
  const child = fork(new URL("./load.mjs", import.meta.url));
  return {
    async load(job: Job): Promise<Loaded> {
      const loaded = await new Promise<Loaded>((done, fail) => {
        child.once("message", (answer: Loaded) => done(answer));
        child.once("exit", (code) => fail(new Error(`the load generator ended (${code})`)));
        child.send(job);
      });
      child.removeAllListeners("exit");
      if (loaded.refused) throw new Error(`${loaded.refused} refused: ${loaded.firstRefusal}`);
      return loaded;
    },
    stop: () => child.disconnect(),
  };
}
export type Loader = ReturnType<typeof startLoader>;

export const get = (path: string, token?: string): string =>
  `GET ${path} HTTP/1.1\r\nhost: localhost\r\n${bearer(token)}\r\n`;

export function send(
  method: "POST" | "PATCH",
  path: string,
  body: unknown,
  token?: string,
): string {
  const text = JSON.stringify(body);
  return `${method} ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n${bearer(token)}\r\n${text}`;
}

const bearer = (token?: string) => (token ? `authorization: Bearer ${token}\r\n` : "");

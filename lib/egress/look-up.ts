import { lookup } from "node:dns/promises";

import { handOver, pack } from "./hand-over";

/** All addresses of a name, from whoever this machine asks for them. */
export const lookUp = async (host: string): Promise<string[]> =>
  handOver(
    pack({ processor: "names", purpose: "look_up", payload: { host } }),
    [{ host, port: 0 }],
    async ({ host: name }) =>
      (await lookup(name, { all: true, verbatim: true })).map(({ address }) => address),
  );

import type { Server } from "node:net";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { StartError, type Env } from "@/lib/env";

/**
 * Lets a server listen where the configuration says.
 * @throws StartError naming what to change when it cannot
 */
export function listenAt(server: Server, { host, port }: Env): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      fail(new StartError(sentence(error.code, host, port), { cause: error })),
    );
    server.listen({ host, port }, done);
  });
}

/**
 * Finds out early whether the port is ours to take, before anything else is started. The server of a launcher that was
 * just killed needs a moment to let go.
 * @throws StartError naming what to change
 */
export async function portIsFree(env: Env): Promise<void> {
  for (let tries = 1; ; tries++) {
    const probe = createServer();
    try {
      await listenAt(probe, env);
      return await new Promise((closed) => probe.close(() => closed()));
    } catch (error) {
      if (tries === 20) throw error;
      await pause(100);
    }
  }
}

function sentence(code: string | undefined, host: string, port: number): string {
  if (code === "EADDRINUSE")
    return `Port ${port} on ${host} is taken by another program: stop that program, or choose another port with PORT.`;
  if (code === "EACCES")
    return `This user may not listen on port ${port}: choose a port above 1023 with PORT.`;
  return `Nothing can listen on ${host} port ${port} (${code}): set HOST to an address of this machine.`;
}

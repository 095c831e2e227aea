import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { castPassword } from "@/lib/cast/people";
import { cost, hashesAtOnce } from "@/lib/passwords/hash";
import { emailOf } from "./invented";
import { get, send } from "./loader";
import { figureLine, ratioLine, type Section } from "./report";
import type { Scene } from "./scene";

const CONCURRENCY = 8;

/** Signing in against bcrypt alone, and how another's request fares meanwhile. */
export async function signIn({ sizes, small, loader, server }: Scene): Promise<Section> {
  const atOnce = hashesAtOnce(process.env);
  const probe = { port: server.port, requests: [get("/api/v1/me", small.token)], concurrency: 1 };
  const raw = () =>
    Number(
      execFileSync(
        process.execPath,
        [
          fileURLToPath(new URL("./raw-bcrypt.mjs", import.meta.url)),
          String(sizes.signIns),
          String(atOnce),
        ],
        { encoding: "utf8" },
      ),
    );
  const signIns = {
    port: server.port,
    concurrency: CONCURRENCY,
    count: sizes.signIns,
    requests: Array.from({ length: sizes.signIns }, (_, index) =>
      send("POST", "/api/v1/sessions", {
        email: emailOf(small.account, index + 20),
        password: castPassword,
      }),
    ),
  };
  const { startLoader } = await import("./loader");
  const second = startLoader();
  await loader.load({ ...probe, count: 200 });
  await loader.load({ ...signIns, count: 2, concurrency: 2 });

  const before = raw();
  const idle = await loader.load({ ...probe, rest: 5, seconds: sizes.measured * 2 });
  const beside = second.load({ ...probe, rest: 5, seconds: (sizes.signIns / before) * 0.9 });
  const signedIn = await loader.load(signIns);
  const busy = await beside;
  const after = raw();
  second.stop();

  return {
    title: "Signing in",
    about: `\`POST /api/v1/sessions\`, ${CONCURRENCY} people at once, bcrypt cost ${cost}, ${atOnce} passwords hashed at once. The limit is \`bcrypt.compare\` alone, as many at once, before and after. The cheap route is \`GET /api/v1/me\`, one at a time.`,
    lines: [
      ratioLine(
        "sign-ins a second",
        {
          is: signedIn.answered / signedIn.seconds,
          of: (before + after) / 2,
          goal: "≥ 0.95",
          unit: "/s",
        },
        "raw bcrypt",
      ),
      ratioLine(
        "cheap route beside it, p50",
        { is: busy.p50, of: idle.p50, goal: "≤ 2", unit: "ms" },
        "idle",
      ),
      ratioLine(
        "cheap route beside it, p99",
        { is: busy.p99, of: idle.p99, goal: "≤ 4", unit: "ms" },
        "idle",
      ),
      figureLine("time of one sign-in in that queue, p50", signedIn.p50, "ms", null),
    ],
  };
}

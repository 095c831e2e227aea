import "server-only";

import { cookies } from "next/headers";
import NextAuth, { CredentialsSignin } from "next-auth";
import Credentials from "next-auth/providers/credentials";

import { inTransaction } from "@/lib/db/connection";
import { readEnv } from "@/lib/env";
import { execute } from "@/lib/gate/execute";
import { requestInfo, sessionClaim, sessionCookie, deviceCookie } from "@/lib/gate/from-request";
import { second } from "@/lib/clock";
import { installationKey } from "@/lib/vault/keyring";
import { closeSession } from "./close-session";
import { openSession, SESSION_LASTS } from "./open-session";

/** A refused sign-in on its way through next-auth: the code, and the seconds to wait where there are some. */
class Refused extends CredentialsSignin {
  constructor(code: string, retryAfter = 0) {
    super();
    this.code = `${code}:${retryAfter}`;
  }
}

/**
 * next-auth with the credentials provider. Its cookie holds nothing but the opaque token of our session row; whether
 * that row is live is asked of the database on every request, by `believe`.
 */
export const { signIn, signOut } = NextAuth(async () => {
  const keys = await inTransaction((db) => installationKey(db, "auth"), "read");
  const { secure } = readEnv(process.env);
  return {
    secret: keys.map(({ key }) => key.toString("base64")),
    trustHost: true,
    session: { strategy: "jwt", maxAge: SESSION_LASTS / second },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    cookies: {
      sessionToken: {
        name: sessionCookie(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure },
      },
    },
    logger: { error: () => {}, warn: () => {}, debug: () => {} },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        async authorize({ email, password }, request) {
          const claim = sessionClaim(undefined, requestInfo(request.headers, "panel"));
          const device = (await cookies()).get(deviceCookie())?.value;
          const outcome = await execute(openSession, claim, { email, password, device });
          if (!outcome.ok) throw new Refused(outcome.code, outcome.retryAfter);
          return { id: outcome.value.token };
        },
      }),
    ],
    jwt: {
      encode: ({ token }) => String(token?.token ?? ""),
      decode: ({ token }) => (token ? { token } : null),
    },
    callbacks: {
      jwt: ({ token, user }) => (user?.id ? { token: user.id } : { token: token.token }),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut(message) {
        const token = "token" in message ? message.token?.token : undefined;
        if (typeof token === "string") {
          await execute(closeSession, sessionClaim(token, requestInfo(new Headers(), "panel")), {});
        }
      },
    },
  };
});

import { z } from "zod";

import type { Database } from "@/lib/db/connection";
import { askWithin } from "@/lib/gate/ask";
import type { RequestInfo } from "@/lib/gate/claim";
import { sessionClaim } from "@/lib/gate/from-request";
import { showMe } from "@/lib/people/show-me";
import { openSession } from "@/lib/sessions/open-session";
import { AccountChoice, Me } from "@/lib/sessions/session";
import { StaffSelf } from "@/lib/staff/staff";
import { Instant } from "@/lib/users/user";
import type { Route } from "./routes";

const SignedIn = z
  .object({
    token: z.string().meta({
      description: "Send it as a bearer token; it is told this once",
      examples: ["Yb0c7G2l8kq9m4wX1sT5uV6zR3nE0aHjPdQfLiKoC2s"],
    }),
    expiresAt: Instant,
    user: Me.omit({ accounts: true }).nullable().meta({
      description: "The user one works as; null where there are several accounts to pick from",
    }),
    staff: StaffSelf.nullable().meta({
      description: "The one of the staff that one works as; null for everyone else",
      examples: [null],
    }),
    accounts: z.array(AccountChoice),
  })
  .meta({ id: "SignedIn", description: "A fresh session, who it is, and where they may work" });

/** `POST /sessions`: a bearer token for e-mail and password, with who it is and where they may work (P10). */
export const signIn: Route = {
  command: openSession,
  status: 201,
  asVisitor: true,
  takes: openSession.input.omit({ device: true }),
  tells: {
    output: SignedIn,
    async of(
      db: Database,
      { token, expiresAt }: { token: string; expiresAt: string },
      info: RequestInfo,
    ) {
      const { accounts, ...user } = await askWithin(db, showMe, sessionClaim(token, info), {});
      const staff = "staff" in user ? user.staff : null;
      return { token, expiresAt, user: user.account ? user : null, staff, accounts };
    },
  },
};

import { z } from "zod";

import { accountName } from "@/lib/accounts/rows";
import { call } from "@/lib/db/scope";
import { query } from "@/lib/gate/query";
import { Failure } from "@/lib/gate/failure";
import { contextOf } from "@/lib/passwords/context";
import { credentialsOf, emailOf } from "@/lib/people/rows";
import { Instant } from "@/lib/users/user";
import { hashToken } from "./token";
import { newEmailOf, type Purpose } from "./rows";
import { mayStill, type StartedLink } from "./starter";

/** What a link's page knows before anything is done with the link. */
export const LinkView = z
  .object({
    purpose: z.enum([
      "setup",
      "invitation",
      "staff-invitation",
      "reset",
      "email-confirm",
      "email-stop",
      "email-revert",
    ]),
    state: z.enum(["live", "used", "expired", "lapsed"]).meta({
      description:
        "`lapsed`: somebody’s role or status has changed since it was sent, and it has to be sent again",
    }),
    worksFrom: Instant.nullable().meta({
      description: "Until then it opens nothing, so that the old address can stop the change",
      examples: [null],
    }),
    account: z
      .string()
      .nullable()
      .meta({ examples: ["Acme"] }),
    email: z.string().meta({
      description:
        "The address it is about, masked: the one on record, or the one a change leads to",
      examples: ["m•••@example.test"],
    }),
    context: z.array(z.string()).meta({
      description: "Words the password must not be made of",
      examples: [["acme", "mia"]],
    }),
    needsPassword: z.boolean().meta({
      description: "False where the person has a password already and only accepts",
    }),
  })
  .meta({ id: "Link", description: "What is known of an e-mailed link before it is used" });
export type LinkView = z.infer<typeof LinkView>;

type Row = StartedLink & {
  id: string;
  purpose: Purpose;
  not_before: Date | null;
  state: LinkView["state"];
};

/** Looks at a link without using it, and notes that its page was opened. Needs the token in a POST body; no GET does this. */
export const openLink = query("link.open", {
  input: z.strictObject({ token: z.string().max(200) }),
  output: LinkView,
  refuses: ["link_dead"],
  async run({ db, input }) {
    const [link] = await call<Row>(db, "open_link", hashToken("link", input.token));
    if (!link) throw new Failure("link_dead");
    const { purpose, person_id: personId, account_id: accountId } = link;
    const account = accountId && (await accountName(db, accountId));
    const worksFrom = link.not_before?.toISOString() ?? null;
    const state = link.state === "live" && !(await mayStill(db, link)) ? "lapsed" : link.state;
    if (!personId)
      return { purpose, state, worksFrom, account, email: "", context: [], needsPassword: true };
    const { password_hash: stored } = await credentialsOf(db, personId);
    return {
      purpose,
      state,
      worksFrom,
      account,
      email: masked(
        purpose === "email-confirm" || purpose === "email-stop" || purpose === "email-revert"
          ? await newEmailOf(db, personId, link.id)
          : await emailOf(db, personId),
      ),
      needsPassword:
        purpose === "reset" ||
        purpose === "staff-invitation" ||
        (purpose === "invitation" && stored === null),
      context: state === "live" ? await contextOf(db, personId) : [],
    };
  },
});

/** m•••@example.test: enough to know which mailbox, too little to learn an address. */
const masked = (email: string) => `${email.slice(0, 1)}•••${email.slice(email.lastIndexOf("@"))}`;

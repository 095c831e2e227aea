import { z } from "zod";

import { AccountView } from "@/lib/accounts/account";
import { showAccount } from "@/lib/accounts/show-account";
import { ActivityFilter, ActivityPage } from "@/lib/activity/event";
import { listActivity } from "@/lib/activity/list-activity";
import { masking } from "@/lib/gate/visible";
import { query } from "@/lib/gate/query";
import { openedBy } from "@/lib/policy/support";
import { listCalls } from "@/lib/traffic/list-calls";
import { CallFilter, CallPage } from "@/lib/traffic/traffic";
import { listUsers } from "@/lib/users/list-users";
import { UserFilter, UserPage } from "@/lib/users/user";
import { listWebhooks } from "@/lib/webhooks/list-webhooks";
import { WebhookList } from "@/lib/webhooks/webhook";
import { narrowed } from "./narrowed";
import { findGrant } from "./rows";
import { GrantId, Mode, Nouns, supportNouns } from "./support";

const FIRST = 3;

const Preview = z
  .object({
    nouns: z.array(z.enum(supportNouns)),
    may: z.array(z.string()).meta({
      description: "What could be looked at and done, as names of verbs and questions",
      examples: [["user.list"]],
    }),
    account: AccountView.nullable(),
    users: UserPage.nullable(),
    activity: ActivityPage.nullable(),
    webhooks: WebhookList.nullable(),
    traffic: CallPage.nullable(),
  })
  .meta({
    id: "SupportPreview",
    description: "What support would see with an access: the first of everything, masked alike",
  });

/**
 * What the one of the staff would see with this access, or with less of it: the first rows of each noun as they are now,
 * with the same fields masked that are masked for them.
 */
export const previewAccess = query("support.preview", {
  input: z.strictObject({
    grantId: GrantId,
    /** one after the other with commas between, as an address has them */
    nouns: z
      .string()
      .transform((text) => text.split(","))
      .pipe(Nouns)
      .optional(),
    mode: Mode.optional(),
  }),
  output: Preview,
  refuses: [],
  target: findGrant,
  async run({ db, me, target, input: { nouns: fewer, mode: less } }) {
    const { nouns, mode } = narrowed(target.row, { nouns: fewer, mode: less });
    const visible = masking(new Set());
    const around = { db, me, target: null, visible };
    const within = <Value>(noun: (typeof nouns)[number], look: () => Promise<Value>) =>
      nouns.includes(noun) ? look() : Promise.resolve(null);
    const limit = FIRST;
    const seen = {
      nouns: [...nouns],
      may: openedBy(nouns, mode),
      account: await within("account", () => showAccount.run({ ...around, input: {} })),
      users: await within("users", () =>
        listUsers.run({ ...around, input: UserFilter.parse({ limit }) }),
      ),
      activity: await within("activity", () =>
        listActivity.run({ ...around, input: ActivityFilter.parse({ limit }) }),
      ),
      webhooks: await within("webhooks", async () => {
        const all = await listWebhooks.run({ ...around, input: {} });
        return { ...all, data: all.data.slice(0, limit) };
      }),
      traffic: await within("traffic", () =>
        listCalls.run({ ...around, input: CallFilter.parse({ limit }) }),
      ),
    };
    return visible(Preview, seen);
  },
});

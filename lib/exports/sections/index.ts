import { account } from "./account";
import { apiCalls } from "./calls";
import { disclosures, myDisclosures } from "./disclosures";
import { erasures, myErasures } from "./erasures";
import { activity } from "./events";
import { apiKeys } from "./keys";
import { letters, links, login, sessions, staff } from "./my-login";
import { doneToMe, myActivity, myCalls, myKeys, places } from "./my-places";
import type { OfAccount } from "./of-account";
import type { OfPerson } from "./of-person";
import { removals } from "./removals";
import { grants, looks, seenBySupport } from "./support";
import { users } from "./users";
import { attempts, deliveries, webhooks } from "./webhooks";

/** What a take-out archive holds, in this order. */
export const ofAccount = [
  account,
  users,
  activity,
  removals,
  webhooks,
  deliveries,
  attempts,
  apiKeys,
  apiCalls,
  disclosures,
  grants,
  looks,
  erasures,
] as const satisfies readonly OfAccount[];

/** What a person's copy holds, in this order. */
export const ofPerson = [
  login,
  places,
  sessions,
  letters,
  links,
  myActivity,
  doneToMe,
  myKeys,
  myCalls,
  myDisclosures,
  seenBySupport,
  myErasures,
  staff,
] as const satisfies readonly OfPerson[];

import { z } from "zod";

import { roles, statuses } from "@/lib/users/user";
import {
  TakeOutCall,
  TakeOutDisclosure,
  TakeOutErasureRequest,
  TakeOutEvent,
  TakeOutKey,
  TakeOutSupportLook,
} from "./format";

/** A person's copy of their data, as it is written; told in `docs/take-out.md`. */
const id = z.uuid();
const text = z.string();
const at = z.iso.datetime();

export const CopyPerson = z.object({
  id,
  email: text,
  createdAt: at,
  passwordSetAt: at.nullable(),
});

export const CopyPlace = z.object({
  accountId: id,
  account: text,
  userId: id,
  name: text,
  email: text,
  title: text.nullable(),
  role: z.enum(roles),
  status: z.enum(statuses),
  locale: text.nullable(),
  timeZone: text.nullable(),
  createdAt: at,
  acceptedAt: at.nullable(),
  lastSeenAt: at.nullable(),
  pausedAt: at.nullable(),
  pausedUntil: at.nullable(),
  pauseReason: text.nullable(),
  deletedAt: at.nullable(),
});
export type CopyPlace = z.infer<typeof CopyPlace>;

export const CopySession = z.object({
  id,
  kind: text,
  accountId: id.nullable(),
  startedAt: at,
  lastSeenAt: at,
  expiresAt: at,
  endedAt: at.nullable(),
  endedBy: text.nullable(),
  ip: text.nullable(),
  place: text.nullable(),
  browser: text.nullable(),
});

export const CopyLetter = z.object({
  id,
  kind: text,
  state: text,
  accountId: id.nullable(),
  createdAt: at,
  sentAt: at.nullable(),
});

export const CopyLink = z.object({
  id,
  purpose: text,
  accountId: id.nullable(),
  createdAt: at,
  expiresAt: at,
  openedAt: at.nullable(),
  usedAt: at.nullable(),
});

const inAccount = { accountId: id };

export const CopyEvent = TakeOutEvent.extend(inAccount);
/** What others did to the person. Who they are is theirs, so only what kind of actor it was. */
export const CopyDoneToMe = TakeOutEvent.pick({
  id: true,
  at: true,
  action: true,
  outcome: true,
  code: true,
  actorKind: true,
  changes: true,
}).extend(inAccount);
export const CopyKey = TakeOutKey.extend(inAccount);
export const CopyCall = TakeOutCall.extend(inAccount);

export const CopyDisclosure = TakeOutDisclosure.omit({ userId: true }).extend({
  accountId: id.nullable(),
});

export const CopySupportLook = TakeOutSupportLook.pick({
  id: true,
  at: true,
  kind: true,
  action: true,
  fields: true,
}).extend(inAccount);

export const CopyErasureRequest = TakeOutErasureRequest.omit({
  userId: true,
  answeredBy: true,
}).extend(inAccount);

export const CopyStaff = z.object({
  id,
  name: text,
  roles: z.array(text),
  createdAt: at,
  endedAt: at.nullable(),
});

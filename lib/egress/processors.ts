import type { z } from "zod";

import type { Field, fields } from "./fields";

type Contract = {
  /** who it is, as it stands after "to" */
  says: string;
  /** what they may be told something for, and what of it */
  purposes: Record<string, { says: string; fields: readonly Field[] }>;
};

/**
 * Everyone outside of this installation who is ever told something, whole: for which purpose, and with which fields (P44,
 * P45). Another purpose or another field does not compile, and is blocked where it is tried all the same.
 */
export const processors = {
  mail: {
    says: "the mail service",
    purposes: { deliver_letter: { says: "to deliver a letter", fields: ["email", "letter"] } },
  },
  receivers: {
    says: "a receiver of the account’s own choosing",
    purposes: {
      tell_that: { says: "to tell that something happened", fields: ["event_ids"] },
      tell_what: { says: "to tell what happened", fields: ["event"] },
    },
  },
  names: {
    says: "the name servers of this machine",
    purposes: { look_up: { says: "to find the address of a host", fields: ["host"] } },
  },
  traces: {
    says: "the trace collector",
    purposes: { follow: { says: "to follow requests on their way", fields: ["spans"] } },
  },
} as const satisfies Record<string, Contract>;

export type Processor = keyof typeof processors;
export type PurposeOf<P extends Processor> = keyof (typeof processors)[P]["purposes"] & string;

/** The fields a processor may get for a purpose. */
export type FieldOf<
  P extends Processor,
  U extends PurposeOf<P>,
> = (typeof processors)[P]["purposes"][U] extends { fields: readonly (infer F)[] }
  ? F & Field
  : never;

/** What is handed over: every field of the contract, and no other. */
export type PayloadOf<P extends Processor, U extends PurposeOf<P>> = {
  [F in FieldOf<P, U>]: z.output<(typeof fields)[F]["is"]>;
};

/** A processor by a name that came from anywhere; null where nobody is called so. */
export const processorCalled = (name: string): Contract | null =>
  Object.hasOwn(processors, name) ? processors[name as Processor] : null;

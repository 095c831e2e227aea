/**
 * What must not leave does not compile. Each line under an expected error is wrong on purpose; `tsc` fails as soon as one of
 * them compiles. Nothing here is run.
 */
import type { Database } from "@/lib/db/connection";
import { noteDisclosure } from "./disclosure";
import { handOver } from "./hand-over";
import { pack } from "./pack";

declare const db: Database;
const letter = { subject: "", text: "", html: "" };
const about = { accountId: null, personId: null, userId: null };
const to = [{ host: "mail.example.com", port: 465 }];

// This one is right: what follows differs from it in one thing each.
const right = pack({
  processor: "mail",
  purpose: "deliver_letter",
  payload: { email: "mia@example.test", letter },
});

// A processor nobody knows, a purpose that is not in its contract.
// @ts-expect-error -- nobody is called so
pack({ processor: "analytics", purpose: "deliver_letter", payload: { email: "", letter } });
// @ts-expect-error -- the mail service delivers letters, and that is all
pack({ processor: "mail", purpose: "newsletter", payload: { email: "", letter } });
// @ts-expect-error -- a purpose of somebody else's
pack({ processor: "mail", purpose: "tell_what", payload: { email: "", letter } });

// One field more than the contract names, one less, another shape.
// @ts-expect-error -- the mail service need not know the name
pack({ processor: "mail", purpose: "deliver_letter", payload: { email: "", letter, name: "Mia" } });
const withName = { email: "", letter, name: "Mia" };
// @ts-expect-error -- neither when it comes in a bag
pack({ processor: "mail", purpose: "deliver_letter", payload: withName });
// @ts-expect-error -- no letter
pack({ processor: "mail", purpose: "deliver_letter", payload: { email: "" } });
// @ts-expect-error -- a letter has two bodies and a subject
pack({ processor: "mail", purpose: "deliver_letter", payload: { email: "", letter: "Hello" } });
// @ts-expect-error -- whole events are another purpose
pack({ processor: "receivers", purpose: "tell_that", payload: { event: right } });

// What was not packed.
// @ts-expect-error -- a bag of fields
void handOver({ email: "", letter }, to, async () => {});
// @ts-expect-error -- what was not handed in is not there to be sent
void handOver(right, to, async ({ name }) => name);

// A line of the ledger that tells of what cannot have been.
void noteDisclosure(db, {
  ...{ processor: "mail", purpose: "deliver_letter", bytes: 1, about, requestId: "" },
  // @ts-expect-error -- no field of the contract
  fields: ["name"],
});

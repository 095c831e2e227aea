import { beforeEach, describe, expect, test, vi } from "vitest";

import { metrics } from "@/lib/metrics";
import { EgressBlocked, onBlocked, type Blocked } from "./blocked";
import { errandAtHand } from "./context";
import { handOver } from "./hand-over";
import { pack } from "./pack";
import { processors } from "./processors";

const letter = { subject: "Hello", text: "Hello, Mia", html: "<p>Hello, Mia</p>" };
const email = "mia@example.test";
const to = [{ host: "192.0.2.7", port: 465 }];

// Who is in effect is asked of the register elsewhere; here there is none.
vi.mock("./standing", () => ({ insistOnStanding: async () => {} }));

let raised: (Blocked & { times: number })[];
beforeEach(() => {
  raised = [];
  onBlocked(async (blocked, times) => raised.push({ ...blocked, times }));
  const alarms = (globalThis as unknown as Record<symbol, { told: Map<string, unknown> }>)[
    Symbol.for("castellan.egress-alarms")
  ]!;
  alarms.told.clear();
});

/** As if it had been written in a language without types. */
const packAnything = pack as unknown as (parcel: {
  processor: string;
  purpose: string;
  payload: object;
}) => ReturnType<typeof pack>;

const counted = async (reason: string) =>
  (await metrics().blocked.get()).values.find(({ labels }) => labels.reason === reason)?.value ?? 0;

describe("[P44] what is handed over", () => {
  test("is what the contract names, stripped of everything else, while an errand is at hand", async () => {
    const payload = { email, letter: { ...letter, inviter: "Adam Admin", phone: "+43 1 234" } };
    const packed = pack({ processor: "mail", purpose: "deliver_letter", payload });
    const sent = await handOver(packed, to, async (given) => ({ given, errand: errandAtHand() }));
    expect(sent.given).toEqual({ email, letter });
    expect(sent.errand).toEqual({
      processor: "mail",
      purpose: "deliver_letter",
      to: [{ ...to[0], addresses: ["192.0.2.7"] }],
    });
    expect(errandAtHand()).toBeUndefined();
    expect(raised).toEqual([]);
  });

  test("with a name for the mail service is blocked whole, and raises the alarm", async () => {
    const before = await counted("field");
    const payload = { email, letter, name: "Mia Mills" };
    const wrong = () => packAnything({ processor: "mail", purpose: "deliver_letter", payload });
    expect(wrong).toThrow(EgressBlocked);
    expect(wrong).toThrow("Nothing was sent to mail (name)");
    expect(raised).toEqual([{ reason: "field", whom: "mail", what: "name", times: 1 }]);
    expect(await counted("field")).toBe(before + 2);
  });

  test("for nobody who has a contract, or with a field missing, is blocked as well", () => {
    for (const [parcel, reason] of [
      [{ processor: "analytics", purpose: "deliver_letter", payload: {} }, "no_contract"],
      [{ processor: "toString", purpose: "deliver_letter", payload: {} }, "no_contract"],
      [{ processor: "mail", purpose: "deliver_letter", payload: { email } }, "field"],
      [{ processor: "mail", purpose: "deliver_letter", payload: { email: 7, letter } }, "field"],
    ] as const) {
      expect(() => packAnything(parcel)).toThrow(EgressBlocked);
      expect(raised.at(-1)).toMatchObject({ reason });
    }
  });

  test("a loop that is blocked again and again is counted each time and told once a minute", async () => {
    const before = await counted("no_contract");
    for (let n = 0; n < 500; n++)
      expect(() => packAnything({ processor: "looping", purpose: "loop", payload: {} })).toThrow(
        EgressBlocked,
      );
    expect(raised).toHaveLength(1);
    expect(await counted("no_contract")).toBe(before + 500);
  });
});

describe("[P45] a purpose", () => {
  test("that is not in the contract of whom it is for is blocked, also where it is in another's", () => {
    for (const purpose of ["newsletter", "tell_what", "constructor"]) {
      expect(() =>
        packAnything({ processor: "mail", purpose, payload: { email, letter } }),
      ).toThrow("that is no purpose of the contract");
    }
    expect(raised.map(({ reason, what }) => [reason, what])).toEqual([["purpose", "newsletter"]]);
  });

  test("stands in every contract, with its fields and in words", () => {
    for (const { says, purposes } of Object.values(processors)) {
      expect(says).not.toBe("");
      for (const purpose of Object.values(purposes)) {
        expect(purpose.says).toMatch(/^to /);
        expect(purpose.fields.length).toBeGreaterThan(0);
      }
    }
  });
});

import { expect, test, vi } from "vitest";

import { stageSession, stageStaff } from "@/lib/cast/stage";
import { testRequest } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { pack } from "@/lib/egress/pack";
import { ask } from "@/lib/gate/ask";
import { sessionClaim } from "@/lib/gate/from-request";
import { listLog } from "@/lib/staff/list-log";
import { tellBlockedToStaff } from "./tell-blocked";

testInstallation();

test("[P44] what was kept from leaving stands in the log of the installation, where the staff read it", async () => {
  tellBlockedToStaff();
  const payload = { email: "mia@example.test", letter: {}, name: "Mia Mills" };
  expect(() => pack({ processor: "mail", purpose: "deliver_letter", payload } as never)).toThrow(
    "Nothing was sent to mail (name)",
  );

  const sara = await stageStaff("Sara Security", "sara@example.test", ["security"]);
  const claim = sessionClaim(await stageSession(sara), testRequest());
  const line = await vi.waitFor(async () => {
    const log = await ask(listLog, claim, {});
    if (!log.ok) throw new Error(log.code);
    const found = log.value.data.find(({ action }) => action === "processor.note_blocked");
    expect(found).toBeDefined();
    return found!;
  });
  expect(line.sentence).toBe(
    "Castellan kept name from leaving to mail: the contract does not name what was to be told",
  );
  expect(JSON.stringify(line)).not.toContain("Mia");
});

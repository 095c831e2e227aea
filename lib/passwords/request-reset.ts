import { z } from "zod";

import { command } from "@/lib/gate/command";
import { enqueueSealed } from "@/lib/jobs/enqueue";
import { addressBlock, within } from "@/lib/limits/limits";
import { Email, sameEmail } from "@/lib/shapes/email";

/**
 * Asks for a link to set a new password. The answer and the work are the same for every address; a job does the
 * rest (P14; ASVS V6.3.8). Past the limits nothing is sent, and nothing says so.
 */
export const requestReset = command("password.request_reset", {
  input: z.strictObject({ email: Email }),
  refuses: [],
  async prepare({ email }, _me, request) {
    const [person, block] = [
      await within("reset for a person", sameEmail(email)),
      await within("reset from an address block", addressBlock(request.ip)),
    ];
    return person.ok && block.ok;
  },
  async run({ db, input: { email }, prepared: goesAhead, request }) {
    if (goesAhead) await enqueueSealed(db, "reset_requested", { email, request });
    return { value: null, told: [] };
  },
});

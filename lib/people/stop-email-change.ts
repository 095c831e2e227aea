import { z } from "zod";

import { command } from "@/lib/gate/command";
import { addressBlock, insist } from "@/lib/limits/limits";
import { voidLinks } from "@/lib/links/rows";
import { useLink } from "@/lib/links/use-link";
import { isIn, peopledPlaces, toldInEach } from "./places";

/** The address in use stops a change of address before it takes effect, whoever started it. Refused with `link_dead`. */
export const stopEmailChange = command("email.stop", {
  input: z.strictObject({ token: z.string().max(200) }),
  refuses: ["link_dead"],
  prepare: (_input, _me, request) => insist("link from an address block", addressBlock(request.ip)),
  async run({ db, input }) {
    const { person_id: personId } = await useLink(db, input.token, "email-stop");
    await voidLinks(db, { personId }, "email-confirm");
    const places = (await peopledPlaces(db, personId)).filter(isIn);
    return { value: null, told: toldInEach(places) };
  },
});

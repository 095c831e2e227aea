import { onBlocked } from "@/lib/egress/blocked";
import { jobClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { noteBlocked } from "./note-blocked";

/** Has alarms about what was kept from leaving told to the staff, from now on and in this process. */
export const tellBlockedToStaff = () =>
  onBlocked(({ whom, ...blocked }, times) =>
    execute(noteBlocked, jobClaim(null), { ...blocked, whom: whom.slice(0, 300), times }),
  );

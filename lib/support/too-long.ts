import { Failure } from "@/lib/gate/failure";

/** How longer than the operator allows is refused. */
export const tooLong = (most: number) =>
  new Failure("invalid", {
    fields: { minutes: `The operator allows at most ${most} minutes.` },
  });

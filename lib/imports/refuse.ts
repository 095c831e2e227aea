import { Failure } from "@/lib/gate/failure";

/** Why an archive cannot be imported, in a sentence for whoever runs the command. */
export const refusal = (says: string): Failure =>
  new Failure("archive_refused", { says: `${says} Nothing was imported.` });

export function refuse(says: string): never {
  throw refusal(says);
}

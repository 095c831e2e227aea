import { Failure } from "@/lib/gate/failure";
import type { Scope } from "./rows";

/** What of a request an owner agrees to. Whatever goes beyond what was asked for is refused, field by field. */
export function narrowed(asked: Scope, given: Partial<Scope>): Scope {
  const agreed = {
    nouns: given.nouns ?? asked.nouns,
    fields: given.fields ?? asked.fields,
    mode: given.mode ?? asked.mode,
    minutes: given.minutes ?? asked.minutes,
  };
  const beyond = {
    nouns: agreed.nouns.some((noun) => !asked.nouns.includes(noun)),
    fields: agreed.fields.some((field) => !asked.fields.includes(field)),
    mode: agreed.mode === "act" && asked.mode === "view",
    minutes: agreed.minutes > asked.minutes,
  };
  const names = Object.entries(beyond).flatMap(([name, is]) => (is ? [name] : []));
  if (!names.length) return agreed;
  throw new Failure("invalid", {
    fields: Object.fromEntries(names.map((name) => [name, "This is more than was asked for."])),
  });
}

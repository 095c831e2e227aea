import { z } from "zod";

import { EventView } from "@/lib/activity/event";
import { sentenceOf } from "@/lib/activity/sentence-of";
import { type PersonalField, personalParts } from "@/lib/support/personal";

/** An answer as support may see it, with the personal fields in it that stood in clear, and those that did not. */
export type Shown = { value: unknown; clear: PersonalField[]; masked: PersonalField[] };

/** Where in an answer something stands: in which things, by their ids, and beside which kind. */
type At = { ids: readonly string[]; kind: unknown };

/**
 * Masks what is personal in an answer, by what its schema says of each part (P49).
 *
 * @param unmasked what stands in clear, as `id field`: the id is that of the nearest thing around the field
 */
export function mask(schema: z.ZodType, answer: unknown, unmasked: ReadonlySet<string>): Shown {
  const clear = new Set<PersonalField>();
  const masked = new Set<PersonalField>();

  const part = (field: PersonalField, value: unknown, { ids, kind }: At): unknown => {
    if (value === null || value === undefined) return value;
    if (field === "name" && nobodys.includes(kind)) return value;
    if (ids.some((id) => unmasked.has(`${id} ${field}`))) {
      clear.add(field);
      return value;
    }
    masked.add(field);
    return eachText(value, masks[field]);
  };

  const walk = (one: z.core.$ZodType, value: unknown, at: At): unknown => {
    if (value === null || value === undefined) return value;
    const personal = personalParts.get(one as z.ZodType);
    if (personal) return part(personal.field, value, at);
    if (one === EventView) return event(value as EventView);
    const { def } = (one as z.core.$ZodTypes)._zod;
    if (def.type === "object") {
      const thing = value as Record<string, unknown>;
      const id = thing.id ?? thing.requestId;
      const here = { ids: typeof id === "string" ? [id] : at.ids, kind: thing.kind };
      return withEach(thing, (name, field) => {
        const schemaOf = def.shape[name];
        return schemaOf ? walk(schemaOf, field, here) : field;
      });
    }
    if (def.type === "record") {
      return withEach(value, (_, field) => walk(def.valueType, field, at));
    }
    if (def.type === "array") {
      return (value as unknown[]).map((element) => walk(def.element, element, at));
    }
    if (def.type === "union") {
      const meant = def.options.find((option) => z.safeParse(option, value).success);
      return meant ? walk(meant, value, at) : eachText(value, masks.text);
    }
    return "innerType" in def ? walk(def.innerType, value, at) : value;
  };

  /** An event is made of the masked parts anew, so that its sentence tells no more than they do. */
  const event = (view: EventView): EventView => {
    const { id, actor, object, onBehalfOf } = view;
    const named = (one: { kind?: unknown; id: string | null; name: string }) =>
      part("name", one.name, { ids: one.id ? [one.id] : [], kind: one.kind }) as string;
    const about = { ids: [id, ...(object.id ? [object.id] : [])], kind: null };
    const shown = {
      ...view,
      actor: { ...actor, name: named(actor) },
      object: { ...object, name: named(object) },
      onBehalfOf: onBehalfOf && { ...onBehalfOf, name: named(onBehalfOf) },
      changes: view.changes.map((change) => {
        const field = plain.includes(change.field) ? null : (ofChange[change.field] ?? "text");
        return field === null
          ? change
          : { ...change, from: part(field, change.from, about), to: part(field, change.to, about) };
      }),
      particulars: withEach(view.particulars, (name, value) =>
        plain.includes(name) || !holdsWords(value) ? value : part("text", value, about),
      ),
      origin: part("origin", view.origin, about) as EventView["origin"],
    };
    return { ...shown, sentence: sentenceOf(shown) };
  };

  const value = walk(schema, answer, { ids: [], kind: null });
  return { value, clear: [...clear], masked: [...masked] };
}

/** What is called by a name that is no person's. */
const nobodys: readonly unknown[] = [
  "account",
  "webhook",
  "support_grant",
  "staff",
  "system",
  "operator",
  "visitor",
  "deleted",
];

/** Which personal field a changed field holds. */
const ofChange: Record<string, PersonalField> = { name: "name", email: "email", title: "title" };

/** What changes and particulars hold that are words of ours: roles, states, topics, moments. */
const plain: readonly string[] = [
  "role",
  "status",
  "state",
  "was",
  "topic",
  "topics",
  "thin",
  "locale",
  "timeZone",
  "pausedUntil",
  "because",
  "mode",
  "nouns",
  "fields",
  "field",
  "objectKind",
];

const masks: Record<PersonalField, (text: string) => string> = {
  name: (text) => text.split(/\s+/u).map(initial).join(" "),
  email: (text) => `${initial(text)}@•••`,
  title: () => "•••",
  text: () => "•••",
  origin: () => "•••",
};

const initial = (word: string) => `${[...word][0] ?? ""}••`;

const ours = /^([\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}|\d{4}-\d\d-\d\d(T[\d:.]+Z)?)$/;

/** Whether there is a word in it, which an id and a moment are not. */
const holdsWords = (value: unknown): boolean =>
  typeof value === "string"
    ? !ours.test(value)
    : typeof value === "object" && value !== null && Object.values(value).some(holdsWords);

/** Every text inside, whatever it stands in. */
function eachText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((one) => eachText(one, change));
  if (typeof value !== "object" || value === null) return value;
  return withEach(value, (_, one) => eachText(one, change));
}

const withEach = (
  thing: object,
  change: (name: string, value: unknown) => unknown,
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(thing).map(([name, value]) => [name, change(name, value)]));

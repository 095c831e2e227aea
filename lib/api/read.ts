import { Failure } from "@/lib/gate/failure";
import { problemsOf } from "@/lib/gate/parse";
import { Refused } from "./problem";

type Fields = Record<string, unknown>;

/** A JSON body; none at all is an empty object. */
export function bodyOf(bytes: Uint8Array, headers: Headers): Fields {
  if (bytes.byteLength === 0) return {};
  if (!/^application\/json\s*(;|$)/i.test(headers.get("content-type") ?? "")) {
    throw new Refused("unsupported_media_type");
  }
  return jsonOf(bytes);
}

function jsonOf(bytes: Uint8Array): Fields {
  let body: unknown;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    body = deepest(text) > MOST_DEEP ? null : JSON.parse(text);
  } catch {
    throw new Refused("not_json");
  }
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new Refused("not_json");
  return body as Fields;
}

/** How deep a text of JSON may be nested: deeper ones only look for the end of somebody's stack. */
const MOST_DEEP = 32;

function deepest(text: string): number {
  let depth = 0;
  let most = 0;
  for (const [mark] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/g)) {
    if (mark === "[" || mark === "{") most = Math.max(most, ++depth);
    else if (mark === "]" || mark === "}") depth -= 1;
  }
  return most;
}

/** The query string; a name given twice keeps both, which no filter accepts. */
export function queryOf(url: string): Fields {
  const { searchParams } = new URL(url);
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

/** Insists that nothing was sent by these names. Whoever misspelled a field learns of it, and nothing is left out silently. */
export function refuseFields(names: string[], says: string): void {
  if (names.length) {
    throw new Failure("invalid", { fields: problemsOf(names.map((name) => [name, says])) });
  }
}

const ENTITY_TAG = String.raw`(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"`;
const TAGS = new RegExp(`^(?:[ \\t]*(?:${ENTITY_TAG})?[ \\t]*,)*[ \\t]*(?:${ENTITY_TAG})?[ \\t]*$`);

/**
 * The versions an `If-Match` names, any of which will do; null without one. `*` asks only that there is something, which
 * `not_found` tells. The comparison is strong (RFC 9110 §13.1.1): a weak tag matches nothing.
 */
export function versionsIn(ifMatch: string | null): number[] | null {
  if (ifMatch === null || ifMatch.trim() === "*") return null;
  const tags = TAGS.test(ifMatch) ? (ifMatch.match(new RegExp(ENTITY_TAG, "g")) ?? []) : [];
  if (!tags.length) throw new Refused("precondition_refused");
  if (tags.every((tag) => tag.startsWith("W/"))) {
    throw new Failure("changed_since", {
      says: "A weak ETag matches nothing in If-Match. Send the strong one, without W/; a proxy that compresses may have weakened it.",
    });
  }
  return tags.flatMap((tag) => {
    const version = /^"(\d{1,9})(?:\.[\w-]+)?"$/.exec(tag)?.[1];
    return version ? [Number(version)] : [];
  });
}

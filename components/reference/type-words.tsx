import type { Schema } from "@/lib/api/openapi/schema";

const formats: Record<string, string> = {
  uuid: "an id",
  "date-time": "an instant",
  date: "a day",
  "idn-email": "an e-mail address",
  uri: "an address",
};
const kinds: Record<string, string> = {
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  null: "null",
  object: "an object",
};

/** A schema in words; objects that have a name lead to it. */
export function TypeWords({ schema }: { schema: Schema }) {
  const choices = schema.anyOf ?? schema.oneOf;
  if (schema.$ref) {
    const name = schema.$ref.split("/").at(-1)!;
    return (
      <a className="link" href={`/developers/api/objects#${name}`}>
        {name}
      </a>
    );
  }
  if (choices)
    return choices.map((choice, at) => (
      // oxlint-disable-next-line react/no-array-index-key -- choices have no names and never move
      <span key={at}>
        {at > 0 && " or "}
        <TypeWords schema={choice} />
      </span>
    ));
  if (schema.enum) return <Values of={schema.enum} />;
  if ("const" in schema) return <Values of={[schema.const]} />;
  if (schema.type === "array")
    return <>a list of {schema.items ? <TypeWords schema={schema.items} /> : "anything"}</>;
  if (schema.type === "object" && schema.properties)
    return (
      <>
        an object of{" "}
        {Object.entries(schema.properties).map(([name, one], at) => (
          <span key={name}>
            {at > 0 && ", "}
            <code className="font-mono">{name}</code> (<TypeWords schema={one} />)
          </span>
        ))}
      </>
    );
  const types = [schema.type ?? "anything"].flat();
  const words = types.map((type) =>
    type === "string" && schema.format
      ? (formats[schema.format] ?? schema.format)
      : (kinds[type] ?? type),
  );
  return words.join(" or ");
}

function Values({ of }: { of: unknown[] }) {
  return of.map((value, at) => (
    <span key={String(value)}>
      {at > 0 && (at === of.length - 1 ? " or " : ", ")}
      <code className="font-mono">{value === "" ? '""' : String(value)}</code>
    </span>
  ));
}

/** How long, how much, and what it is when left out. */
export function Limits({ schema }: { schema: Schema }) {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems } = schema;
  const said = [
    between(minLength, maxLength, "characters"),
    between(minimum, maximum, ""),
    between(minItems, maxItems, "of them"),
    schema.default === undefined ? null : `${JSON.stringify(schema.default)} unless given`,
  ].filter(Boolean);
  return said.length > 0 && <span className="text-muted">, {said.join(", ")}</span>;
}

function between(least: number | undefined, most: number | undefined, of: string) {
  if (most !== undefined)
    return `${least === undefined ? "at most" : `${least} to`} ${most} ${of}`.trim();
  return least === undefined ? null : `at least ${least} ${of}`.trim();
}

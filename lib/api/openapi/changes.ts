import { resolve } from "./resolve";
import type { Answer, OpenApi, Operation } from "./document";
import type { Parameter } from "./parameters";
import type { Schema } from "./schema";

/**
 * What would break a program written against an earlier description, each told in a sentence. New operations, fields of
 * answers, optional input and error codes break nothing: programs pass over what they do not know.
 */
export function breakingChanges(before: OpenApi, now: OpenApi): string[] {
  const found: string[] = [];
  for (const [path, methods] of Object.entries(before.paths)) {
    for (const [method, earlier] of Object.entries(methods)) {
      const where = `${method.toUpperCase()} ${path}`;
      const later = now.paths[path]?.[method];
      if (later) found.push(...new Comparison(where, before, now).of(earlier, later));
      else found.push(`${where} is gone.`);
    }
  }
  return found;
}

/** Whether a schema is about what is sent or about what is answered: what may be narrowed in one may not in the other. */
type Way = "sent" | "answered";

class Comparison {
  private readonly found: string[] = [];

  constructor(
    private readonly where: string,
    private readonly before: OpenApi,
    private readonly now: OpenApi,
  ) {}

  of(earlier: Operation, later: Operation): string[] {
    if (earlier.operationId !== later.operationId) {
      this.tell(`is called ${later.operationId} now, no longer ${earlier.operationId}`);
    }
    this.access(earlier, later);
    this.parameters(earlier, later);
    this.body(earlier, later);
    this.answers(earlier, later);
    return this.found;
  }

  private tell(what: string): void {
    this.found.push(`${this.where} ${what}.`);
  }

  private access(earlier: Operation, later: Operation): void {
    if (!earlier.security.length && later.security.length) this.tell("needs a sign-in now");
    if (earlier["x-scope"] && earlier["x-scope"] !== later["x-scope"]) {
      this.tell(
        later["x-scope"]
          ? `needs the scope ${later["x-scope"]} now, no longer ${earlier["x-scope"]}`
          : "is shut to API keys now",
      );
    }
  }

  private parameters(earlier: Operation, later: Operation): void {
    const had = earlier.parameters.map((one) => resolve<Parameter>(this.before, one));
    const has = later.parameters.map((one) => resolve<Parameter>(this.now, one));
    const same = (one: Parameter) => (other: Parameter) =>
      one.in === other.in && one.name === other.name;
    for (const one of had) {
      const still = has.find(same(one));
      if (!still) this.tell(`no longer takes \`${one.name}\` in the ${one.in}`);
      else this.schemas(one.schema, still.schema, one.name, "sent");
    }
    for (const one of has) {
      if (one.required && !had.find(same(one))?.required)
        this.tell(`insists on \`${one.name}\` in the ${one.in} now`);
    }
  }

  private body(earlier: Operation, later: Operation): void {
    const schemaOf = ({ requestBody }: Operation) =>
      requestBody ? Object.values(requestBody.content)[0]!.schema : null;
    const [had, has] = [schemaOf(earlier), schemaOf(later)];
    if (had && !has) this.tell("no longer takes a body");
    if (has) this.schemas(had ?? { type: "object", properties: {} }, has, "", "sent");
  }

  private answers(earlier: Operation, later: Operation): void {
    for (const [status, one] of Object.entries(earlier.responses)) {
      const good = Number(status) < 300;
      if (!later.responses[status]) {
        if (good) this.tell(`answers ${this.success(later)} now, no longer ${status}`);
        continue;
      }
      const had = contentOf(resolve<Answer>(this.before, one));
      const has = contentOf(resolve<Answer>(this.now, later.responses[status]));
      if (!good) continue;
      if (had && !has) this.tell("no longer tells anything");
      if (had && has) this.schemas(had, has, "", "answered");
    }
    const codes = codesOf(this.now, later);
    for (const code of codesOf(this.before, earlier)) {
      if (!codes.includes(code)) this.tell(`no longer refuses with \`${code}\``);
    }
  }

  private success = (operation: Operation) =>
    Object.keys(operation.responses).find((status) => Number(status) < 300);

  private schemas(earlier: Schema, later: Schema, at: string, way: Way): void {
    const [had, has] = [variants(this.before, earlier), variants(this.now, later)];
    this.kinds(kindsOf(had), kindsOf(has), at, way);
    if (way === "sent") {
      this.values(had, has, at);
      this.limits(had, has, at);
    }
    const [object, list] = ["object", "array"].map((kind) =>
      [had, has].map((all) => all.find(({ type }) => type === kind)),
    );
    if (object![0] && object![1]) this.properties(object![0], object![1], at, way);
    if (list![0]?.items && list![1]?.items)
      this.schemas(list![0].items, list![1].items, `${at}[]`, way);
  }

  private kinds(had: string[], has: string[], at: string, way: Way): void {
    const [wider, narrower] = way === "sent" ? [had, has] : [has, had];
    if (!narrower.length) return;
    for (const kind of wider.length ? wider : ["anything"]) {
      if (narrower.includes(kind) || (kind === "integer" && narrower.includes("number"))) continue;
      if (way === "sent") this.tell(`no longer takes ${kind} for ${named(at)}`);
      else this.tell(`may answer ${kind} for ${named(at)} now`);
    }
  }

  private values(had: Schema[], has: Schema[], at: string): void {
    const [before, now] = [valuesOf(had), valuesOf(has)];
    if (!now) return;
    if (!before) return this.tell(`takes only ${now.join(", ")} for ${named(at)} now`);
    for (const value of before) {
      if (!now.includes(value)) this.tell(`no longer takes ${value} for ${named(at)}`);
    }
  }

  /** Every form that was taken must fit one that is taken now. */
  private limits(had: Schema[], has: Schema[], at: string): void {
    for (const earlier of had) {
      const [mildest = []] = has
        .filter(({ type }) => type === earlier.type)
        .map((later) => tighter(earlier, later))
        .toSorted((a, b) => a.length - b.length);
      for (const [what, how] of mildest) this.tell(`${what} for ${named(at)} now${how}`);
    }
  }

  private properties(had: Schema, has: Schema, at: string, way: Way): void {
    const inside = (name: string) => (at ? `${at}.${name}` : name);
    for (const [name, one] of Object.entries(had.properties ?? {})) {
      const still = has.properties?.[name];
      if (still) this.schemas(one, still, inside(name), way);
      else if (way === "sent") this.tell(`no longer takes ${named(inside(name))}`);
      else this.tell(`no longer tells ${named(inside(name))}`);
    }
    if (way === "sent") {
      for (const name of has.required ?? []) {
        if (!had.required?.includes(name)) this.tell(`insists on ${named(inside(name))} now`);
      }
      return;
    }
    for (const name of had.required ?? []) {
      if (has.properties?.[name] && !has.required?.includes(name))
        this.tell(`may leave out ${named(inside(name))} now`);
    }
  }
}

/** In what a schema takes less than it did. */
function tighter(earlier: Schema, later: Schema): [what: string, how: string][] {
  const found: [string, string][] = [];
  for (const most of ["maxLength", "maximum", "maxItems"] as const) {
    if ((later[most] ?? Infinity) < (earlier[most] ?? Infinity))
      found.push([`takes at most ${later[most]}`, ` (${most})`]);
  }
  for (const least of ["minLength", "minimum", "minItems"] as const) {
    if ((later[least] ?? -Infinity) > (earlier[least] ?? -Infinity))
      found.push([`takes at least ${later[least]}`, ` (${least})`]);
  }
  for (const form of ["format", "pattern"] as const) {
    if (later[form] && later[form] !== earlier[form])
      found.push(["takes another form", `: ${later[form]}`]);
  }
  return found;
}

const named = (at: string) => (at ? `\`${at}\`` : "the body");

const contentOf = ({ content }: Answer): Schema | undefined =>
  content && Object.values(content)[0]!.schema;

function codesOf(document: OpenApi, operation: Operation): string[] {
  return Object.values(operation.responses).flatMap((one) => {
    const parts = contentOf(resolve<Answer>(document, one))?.allOf ?? [];
    return parts.flatMap(({ properties }) => (properties?.code?.enum ?? []) as string[]);
  });
}

/** Every form a value may take, each of one kind. */
function variants(document: OpenApi, schema: Schema): Schema[] {
  const one = resolve<Schema>(document, schema);
  const choices = one.anyOf ?? one.oneOf;
  if (choices) return choices.flatMap((choice) => variants(document, choice));
  return [one.type ?? []].flat().map((type) => ({ ...one, type }));
}

const kindsOf = (all: Schema[]) => [...new Set(all.map(({ type }) => type as string))];

/** The only values a text may have; null where it may have others. */
function valuesOf(all: Schema[]): string[] | null {
  const texts = all.filter(({ type }) => type === "string");
  if (!texts.length || !texts.every((one) => one.enum || "const" in one)) return null;
  return texts.flatMap((one) => one.enum ?? [one.const]).map(String);
}

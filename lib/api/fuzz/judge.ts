import type { Answer, OpenApi, Operation } from "@/lib/api/openapi/document";
import { resolve } from "@/lib/api/openapi/resolve";
import { checkerOf } from "@/lib/api/openapi/testing";
import type { Drawn } from "./arbitrary";

export type Got = { status: number; headers: Headers; text: string };

/** Says what is wrong with an answer, held against the description: null where all is as it says. */
export function judgeBy(document: OpenApi) {
  const wrongIn = checkerOf(document);
  const templates = Object.keys(document.paths).map((path) => ({
    path,
    shape: new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`),
  }));
  const problem = { $ref: "#/components/schemas/Problem" };

  return (sent: Drawn, { status, headers, text }: Got): string | null => {
    const [pathname] = sent.path.split("?");
    // The literal address goes before the one with a parameter in its place.
    const path = templates
      .filter(({ shape }) => shape.test(pathname!))
      .toSorted((a, b) => a.path.split("{").length - b.path.split("{").length)[0]?.path;
    const body = parsed(text);
    if (status >= 500) return `answers ${status}`;
    if (headers.get("x-request-id") === null) return "names no request";
    if (status >= 400) {
      if (headers.get("content-type") !== "application/problem+json")
        return "is no problem document";
      if (text !== "" || sent.method !== "HEAD") {
        const wrong = wrongIn(problem, body);
        if (wrong) return `is no problem: ${wrong}`;
        const { status: told, requestId, type, code } = body as Record<string, string | number>;
        if (told !== status) return `says ${told} in an answer of ${status}`;
        if (requestId !== headers.get("x-request-id")) return "names two requests";
        if (!String(type).endsWith(`/developers/api#error-${code}`)) return `leads to ${type}`;
      }
    }
    if (sent.method === "OPTIONS")
      return status === 204 || status === 404 ? null : `OPTIONS: ${status}`;
    const method = sent.method === "HEAD" ? "get" : sent.method.toLowerCase();
    const operation: Operation | undefined = path ? document.paths[path]?.[method] : undefined;
    if (!path) return status === 404 ? null : `${status} where there is no address`;
    if (!operation) {
      const allow = headers.get("allow");
      return status === 405 && allow ? null : `${status} for a method that is not there`;
    }
    const described = operation.responses[status];
    if (!described) return `${status} is not described: ${text.slice(0, 300)}`;
    const answer = resolve<Answer>(document, described);
    for (const [name, header] of Object.entries(answer.headers ?? {})) {
      const { required } = resolve<{ required?: boolean }>(document, header);
      if (required && !headers.has(name)) return `${status} without ${name}`;
    }
    if (sent.method === "HEAD") return text === "" ? null : "HEAD with a body";
    if (!answer.content) return text === "" ? null : `${status} with a body`;
    const [type, { schema }] = Object.entries(answer.content)[0]!;
    if (headers.get("content-type") !== type) return `is ${headers.get("content-type")}`;
    const wrong = wrongIn(schema, body);
    return wrong && `${status} does not match: ${wrong}: ${text.slice(0, 300)}`;
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

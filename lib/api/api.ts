import { Hono } from "hono";
import { getCookie } from "hono/cookie";

import { KEY_PREFIX } from "@/lib/api-keys/token";
import { ask } from "@/lib/gate/ask";
import type { Claim, RequestInfo } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { Failure, type Outcome, refusal } from "@/lib/gate/failure";
import { fromOurPages, requestInfo, sessionClaim, sessionCookie } from "@/lib/gate/from-request";
import { health } from "./health";
import { problem, refused } from "./problem";
import { type Method, type Route, routes } from "./routes";
import { signIn } from "./sign-in";

const LARGEST_BODY = 256 * 1024;

export type Api = (request: Request, origin: { ip: string }) => Promise<Response>;

/**
 * The REST API as one web-standard handler that knows nothing of Next. It wires and rules nothing: an address becomes
 * a claim and an input, and the outcome becomes an answer.
 */
export function createApi(): Api {
  const app = new Hono<{ Bindings: { info: RequestInfo } }>();

  app.get("/api/health", () => health());
  app.post("/api/v1/sessions", ({ req, env: { info } }) =>
    guarded(req.raw, info, (body) => signIn(body, info)),
  );
  app.all("/api/v1/sessions", ({ env: { info } }) =>
    problem("method_not_allowed", info.id, { allow: "POST" }),
  );

  for (const [path, methods] of Object.entries(routes)) {
    for (const [method, route] of Object.entries(methods) as [Method, Route][]) {
      app.on(method, `/api/v1${path}`, (context) => {
        const { req, env } = context;
        const { claim, trusted } = claimOf(req.raw, getCookie(context, sessionCookie()), env.info);
        if (!trusted) return refused(refusal(new Failure("wrong_origin"), env.info.id));
        if (method === "GET") return answer(route, claim, { ...queryOf(req.url), ...req.param() });
        return guarded(req.raw, env.info, (body) =>
          answer(route, claim, { ...body, ...req.param() }),
        );
      });
    }
    const allow = Object.keys(methods).join(", ");
    app.all(`/api/v1${path}`, ({ env }) => problem("method_not_allowed", env.info.id, { allow }));
  }
  app.notFound(({ env }) => problem("unknown_path", env.info.id));

  return async (request, { ip }) => {
    const info = { ...requestInfo(request.headers, "api"), ip: ip || null };
    return app.fetch(request, { info });
  };
}

/**
 * A bearer token, or the cookie of our own pages. A cookie travels by itself, so a change that comes with one must
 * come from our pages; a bearer token does not.
 */
function claimOf(
  request: Request,
  cookie: string | undefined,
  info: RequestInfo,
): { claim: Claim; trusted: boolean } {
  const bearer = /^Bearer ([\w-]{20,200})$/.exec(request.headers.get("authorization") ?? "")?.[1];
  if (bearer?.startsWith(KEY_PREFIX)) {
    return { claim: { kind: "key", key: bearer, request: info }, trusted: true };
  }
  if (bearer || request.headers.has("authorization")) {
    return { claim: sessionClaim(bearer ?? "none", info), trusted: true };
  }
  const safe = request.method === "GET" || request.method === "HEAD";
  return {
    claim: sessionClaim(cookie, cookie ? { ...info, source: "panel" } : info),
    trusted: safe || !cookie || fromOurPages(request.headers),
  };
}

async function answer(
  route: Route,
  claim: Claim,
  input: Record<string, unknown>,
): Promise<Response> {
  const outcome = await outcomeOf(route, claim, input);
  if (!outcome.ok) return refused(outcome);
  const headers = { "cache-control": "no-store", "x-request-id": outcome.requestId };
  if (route.status === 204 || route.status === 202)
    return new Response(null, { status: route.status, headers });
  return Response.json(outcome.value, { status: route.status, headers });
}

async function outcomeOf(
  route: Route,
  claim: Claim,
  input: Record<string, unknown>,
): Promise<Outcome<unknown>> {
  if ("query" in route) return ask(route.query, claim, input);
  const outcome: Outcome<{ userId?: string } | null> = await execute(route.command, claim, input);
  if (!outcome.ok || !route.shows) return outcome;
  const userId = outcome.value?.userId ?? input.userId;
  return ask(route.shows, claim, userId ? { userId } : {});
}

/** Reads a JSON body, refusing what is none; no body at all is an empty object. */
async function guarded(
  request: Request,
  info: RequestInfo,
  then: (body: Record<string, unknown>) => Promise<Response>,
): Promise<Response> {
  if (Number(request.headers.get("content-length") ?? 0) > LARGEST_BODY)
    return problem("too_large", info.id);
  const text = await request.text();
  if (text.length > LARGEST_BODY) return problem("too_large", info.id);
  if (text === "") return then({});
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) {
    return problem("unsupported_media_type", info.id);
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return problem("not_json", info.id);
  }
  if (typeof body !== "object" || body === null || Array.isArray(body))
    return problem("not_json", info.id);
  return then(body as Record<string, unknown>);
}

/** The query string as an object; a name given twice keeps both, which no filter accepts. */
function queryOf(url: string): Record<string, unknown> {
  const { searchParams } = new URL(url);
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

import { Readable } from "node:stream";

import { type Context, Hono } from "hono";
import { getCookie } from "hono/cookie";
import { parse } from "hono/utils/cookie";

import { KEY_PREFIX } from "@/lib/api-keys/token";
import { inTransaction } from "@/lib/db/connection";
import { believe, visitor } from "@/lib/gate/believe";
import type { Claim } from "@/lib/gate/claim";
import { fitOf } from "@/lib/gate/drawn-for";
import { expected } from "@/lib/gate/expected";
import { Failure } from "@/lib/gate/failure";
import {
  cookieClaim,
  fromOurPages,
  requestInfo,
  sessionClaim,
  sessionCookie,
} from "@/lib/gate/from-request";
import { nobody } from "@/lib/gate/look";
import { countWrongKey } from "@/lib/gate/wrong-key";
import { inRequest, log } from "@/lib/log";
import { mayAsk, mayDo } from "@/lib/policy/policy";
import { pageHeader } from "@/lib/sessions/drawn";
import { traced } from "@/lib/traces";
import { admitted } from "./admitted";
import { type Answered, type Call, newCall } from "./call";
import { etagOf, isKnown } from "./etag";
import { health } from "./health";
import { isInsider } from "./insider";
import { showMetrics } from "./metrics";
import { idempotencyKeyIn, type Kept, once } from "./idempotency";
import { serveOpenApi } from "./openapi/serve";
import { outcomeOf } from "./outcome";
import { problem, Refused } from "./problem";
import { bearerIn } from "./bearer";
import { bodyOf, queryOf, refuseFields, versionsIn } from "./read";
import {
  isVersioned,
  type Method,
  nameOf,
  type Route,
  routes,
  type SentFile,
  templateOf,
} from "./routes";

export type Api = (
  request: Request,
  /** the client's address, and whether a program on this very machine asks, past no proxy */
  origin: { ip: string; local?: boolean },
) => Promise<Response>;

type Env = { Bindings: { call: Call; local?: boolean } };

/**
 * The REST API as one web-standard handler that knows nothing of Next. It wires and rules nothing: an address becomes
 * a claim and an input, and the outcome becomes an answer.
 *
 * @param answered is called with every call and its answer, before the answer leaves
 */
export function createApi(answered: Answered = () => {}): Api {
  const app = new Hono<Env>();
  app.get("/api/health", ({ req, env }) => health(isInsider(req.raw.headers, env.local)));
  app.get("/api/metrics", ({ req, env }) => showMetrics(isInsider(req.raw.headers, env.local)));
  app.all("/api/v1/openapi.json", ({ req, env: { call } }) => {
    call.route = "/openapi.json";
    if (req.method === "OPTIONS") return bare(call, 204, { allow: "GET, HEAD, OPTIONS" });
    if (req.method !== "GET" && req.method !== "HEAD")
      throw new Refused("method_not_allowed", { allow: "GET, HEAD, OPTIONS" });
    call.operation = "contract.show";
    if (call.refused) throw call.refused;
    refuseFields(Object.keys(queryOf(req.url)), "This address takes no query.");
    return serveOpenApi(call);
  });
  for (const [path, methods] of Object.entries(routes)) {
    app.all(`/api/v1${path}`, (context) => answerAt(path, methods, context));
  }
  app.notFound(({ env: { call } }) => problem(call, call.refused ?? new Refused("unknown_path")));
  app.onError((error, { env: { call } }) => {
    if (error instanceof Refused || error instanceof Failure) return problem(call, error);
    const failure = expected([], error);
    if (failure.code === "internal") {
      const { operation, info } = call;
      log.error({ err: error, requestId: info.id, operation }, "a call failed");
    }
    return problem(call, failure);
  });

  return async (request, { ip, local }) => {
    const info = { ...requestInfo(request.headers, "api"), ip: ip || null };
    const call = newCall(info, request.method);
    call.credential = bearerIn(request.headers) ?? request.headers.get("authorization");
    if (!isCall(request.url)) return app.fetch(request, { call, local });
    const response = await inRequest(info.id, () =>
      traced("api", { "http.request.method": request.method }, async (span) => {
        const answer = await admitted(request, call, async () => {
          const made = await app.fetch(request, { call });
          await lookWhose(request, call, made);
          return made;
        });
        span.updateName(`${request.method} ${call.route ?? "unknown"}`);
        span.setAttribute("castellan.request_id", info.id);
        span.setAttribute("http.response.status_code", answer.status);
        return answer;
      }),
    );
    answered(call, response);
    return response;
  };
}

/**
 * Whose a call was that never reached the gate (an address that is not there, a body nobody can read), so that it stands
 * in their log of calls too. What was answered does not depend on it.
 */
async function lookWhose(request: Request, call: Call, { status }: Response): Promise<void> {
  const looked = call.info.caller ?? call.operation === "session.open";
  if (looked || status < 400 || [401, 429, 503].includes(status)) return;
  const name = sessionCookie();
  const cookie = parse(request.headers.get("cookie") ?? "", name)[name];
  const { claim } = claimOf(request, cookie, null, call);
  if (claim.kind === "visitor") return;
  await inTransaction((db) => believe(db, claim, true, "none"), "read").catch(() => {});
}

/** Health and metrics are asked for by machines every few seconds, and are nobody's call. */
const isCall = (url: string) => !/^[a-z]+:\/\/[^/]+\/api\/(health|metrics)(\?|$)/.test(url);

/** Answers a call to an address that is there, by whichever of its methods. `HEAD` is a `GET` without its body. */
async function answerAt(
  path: string,
  methods: Partial<Record<Method, Route>>,
  context: Context<Env>,
): Promise<Response> {
  const { call } = context.env;
  call.route = templateOf(path);
  const { method } = context.req;
  const route = methods[(method === "HEAD" ? "GET" : method) as Method];
  call.operation = route ? nameOf(route) : null;
  if (call.refused) throw call.refused;
  const allow = [...Object.keys(methods), ...("GET" in methods ? ["HEAD"] : []), "OPTIONS"];
  if (method === "OPTIONS") return bare(call, 204, { allow: allow.join(", ") });
  if (!route) throw new Refused("method_not_allowed", { allow: allow.join(", ") });
  return answer(path, route, context);
}

async function answer(path: string, route: Route, context: Context<Env>): Promise<Response> {
  const { req, env } = context;
  const { call } = env;
  const { headers } = req.raw;
  const reading = req.method === "GET" || req.method === "HEAD";
  const { claim, trusted } = claimOf(req.raw, getCookie(context, sessionCookie()), route, call);
  if (!trusted) throw new Failure("wrong_origin");
  const ifMatch = reading ? null : headers.get("if-match");
  if (ifMatch !== null && !isVersioned(path, req.method)) throw new Refused("precondition_refused");
  const versions = versionsIn(ifMatch);
  const given = reading ? queryOf(req.url) : bodyOf(call.body, headers);
  const inPath = req.param();
  const unasked = Object.keys(queryOf(req.url)).filter(
    (name) => !(sendsFile(route) && name === "page"),
  );
  if (!reading) refuseFields(unasked, "This address takes no query.");
  refuseFields(
    Object.keys(inPath).filter((name) => Object.hasOwn(given, name)),
    "This stands in the address already.",
  );
  const input = { ...given, ...inPath };

  const send = "command" in route ? route.sends : undefined;
  if (send) {
    const outcome = await outcomeOf(route, claim, input, { versions });
    return outcome.ok ? file(call, await send(outcome.value.body)) : problem(call, outcome);
  }
  call.idempotencyKey = req.method === "POST" ? idempotencyKeyIn(headers) : null;
  if (call.idempotencyKey === null) {
    const outcome = await outcomeOf(route, claim, input, { versions });
    return outcome.ok ? told(call, outcome.value, headers, reading) : problem(call, outcome);
  }
  const address = `${req.method} ${new URL(req.url).pathname}`;
  const { info } = call;
  const only = once({ key: call.idempotencyKey, address, body: given, ip: info.ip });
  return only.alone(async () => {
    const earlier = await only
      .earlier((db) => believe(db, claim, isOpen(route), fitOf(nameOf(route), isOpen(route))))
      .catch(async (error: unknown) => {
        throw error instanceof Failure ? await countWrongKey(error, claim) : error;
      });
    if (earlier) return told(call, earlier, headers, false, { "idempotency-replayed": "true" });
    const outcome = await outcomeOf(route, claim, input, { versions, only });
    return outcome.ok ? told(call, outcome.value, headers, false) : problem(call, outcome);
  });
}

/**
 * A bearer token, or the cookie of our own pages. A cookie travels by itself, so a change that comes with one must
 * come from our pages; a bearer token does not. Whoever signs in comes as nobody, whatever else they send.
 */
function claimOf(
  request: Request,
  cookie: string | undefined,
  route: Route | null,
  { info }: Call,
): { claim: Claim; trusted: boolean } {
  if (route && "command" in route && route.asVisitor) {
    return { claim: sessionClaim(undefined, info), trusted: true };
  }
  const bearer = bearerIn(request.headers);
  if (bearer?.startsWith(KEY_PREFIX)) {
    return { claim: { kind: "key", key: bearer, request: info }, trusted: true };
  }
  if (bearer || request.headers.has("authorization")) {
    return { claim: sessionClaim(bearer ?? "none", info), trusted: true };
  }
  const safe = request.method === "GET" || request.method === "HEAD";
  if (cookie) info.source = "panel";
  return {
    claim: cookieClaim(cookie, info, pageIn(request, route)),
    trusted: safe || !cookie || fromOurPages(request.headers),
  };
}

/** The page that asks says so in a header; a form that sends a file to the disk cannot, and says it in the address. */
const pageIn = ({ headers, url }: Request, route: Route | null): string | null =>
  headers.get(pageHeader) ??
  (route && sendsFile(route) ? new URL(url).searchParams.get("page") : null);

const sendsFile = (route: Route) => "command" in route && route.sends !== undefined;

const isOpen = (route: Route): boolean =>
  "query" in route
    ? mayAsk[route.query.name](visitor, nobody)
    : mayDo[route.command.name](visitor, nobody);

function told(
  call: Call,
  { status, body }: Kept,
  asked: Headers,
  reading: boolean,
  more: Record<string, string> = {},
): Response {
  if (body === undefined) return bare(call, status, more);
  const text = JSON.stringify(body);
  const etag = etagOf(body, text);
  const headers = { ...more, ...(etag && { etag }) };
  if (reading && etag && isKnown(etag, asked.get("if-none-match"))) return bare(call, 304, headers);
  call.bytesOut = Buffer.byteLength(text);
  return new Response(text, {
    status,
    headers: { "content-type": "application/json", ...common(call), ...headers },
  });
}

/** A file, sent as it is read; it is kept nowhere on its way. */
function file(call: Call, { content, type, name, bytes }: SentFile): Response {
  call.bytesOut = bytes;
  return new Response(Readable.toWeb(content) as ReadableStream, {
    headers: {
      "content-type": type,
      "content-length": String(bytes),
      "content-disposition": `attachment; filename="${name}"`,
      ...common(call),
    },
  });
}

const bare = (call: Call, status: number, headers: Record<string, string>): Response =>
  new Response(null, { status, headers: { ...common(call), ...headers } });

const common = ({ info }: Call) => ({ "cache-control": "no-store", "x-request-id": info.id });

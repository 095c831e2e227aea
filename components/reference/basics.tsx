import { Code } from "./code";

/** What holds for every call, before the first one. */
export function Basics({ origin }: { origin: string }) {
  return (
    <section aria-labelledby="basics" className="grid max-w-3xl gap-4">
      <h1 id="basics" className="text-2xl font-semibold tracking-tight">
        API reference
      </h1>
      <p>
        Everything the panel can do, a program can do: the panel lives on this API itself. Bodies
        and answers are JSON with names in camelCase; times are ISO 8601 in UTC, ids are UUIDs. The
        same description for machines is{" "}
        <a className="link" href="/api/v1/openapi.json">
          OpenAPI 3.1
        </a>
        .
      </p>
      <Code
        label="An example of a call"
        text={`curl ${origin}/api/v1/users?status=paused \\\n  -H "authorization: Bearer $TOKEN"`}
      />
      <h2 className="text-lg font-semibold">Who is asking</h2>
      <p>
        Programs send an API key, which an owner or administrator makes under Developers. It may
        what its scopes open, and never more than whoever made it may at that moment. People sign in
        with{" "}
        <a className="link" href="/developers/api/signing-in#session.open">
          <code>POST /sessions</code>
        </a>{" "}
        and send the token. Either goes into <code>authorization: Bearer …</code>.
      </p>
      <h2 className="text-lg font-semibold">Once and no more</h2>
      <p>
        Every <code>POST</code> takes an <code>Idempotency-Key</code>. For 24 hours the same key
        with the same body is answered alike, without doing it again; with another body it is
        refused. Repeat a call whose answer never came with the same key.
      </p>
      <h2 className="text-lg font-semibold">Two at once</h2>
      <p>
        What counts its versions is told with an <code>ETag</code>. Send it as <code>If-Match</code>{" "}
        with a change, and nobody’s edit is overwritten unseen: an older version is refused with{" "}
        <a className="link" href="#error-changed_since">
          <code>changed_since</code>
        </a>
        .
      </p>
      <h2 className="text-lg font-semibold">Lists</h2>
      <p>
        Lists answer <code>data</code> and <code>nextCursor</code>. Ask again with{" "}
        <code>cursor</code> and the same filter to go on, until <code>nextCursor</code> is null.
      </p>
      <h2 className="text-lg font-semibold">Refusals</h2>
      <p>
        Refusals are <code>application/problem+json</code>. Look at <code>code</code>, which is
        stable;{" "}
        <a className="link" href="#errors">
          each code
        </a>{" "}
        says what to do. Nothing is left out silently: an unknown name is refused with{" "}
        <a className="link" href="#error-invalid">
          <code>invalid</code>
        </a>
        . Take new fields and new codes as they come.
      </p>
    </section>
  );
}

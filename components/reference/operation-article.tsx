import type { OperationTold } from "@/lib/api/openapi/reference";

import { Code } from "./code";
import { FieldTable } from "./field-table";
import { TypeWords } from "./type-words";

/** One operation, whole: who may, what it takes, what it answers, how it refuses, and an example to try. */
export function OperationArticle({ operation: one }: { operation: OperationTold }) {
  return (
    <article id={one.id} className="grid scroll-mt-4 gap-4 xl:grid-cols-2 xl:gap-x-8">
      <div className="grid min-w-0 content-start gap-3">
        <h2 className="text-lg font-semibold">{one.summary}</h2>
        <p className="font-mono text-sm wrap-anywhere">
          <span className="me-2 rounded-sm bg-accent-soft px-1.5 py-0.5 font-semibold text-accent">
            {one.method}
          </span>
          {one.path}
        </p>
        <dl className="facts">
          <dt>Who may</dt>
          <dd>{one.who}</dd>
          <dt>API keys</dt>
          <dd>
            {one.scope ? <code className="font-mono text-sm">{one.scope}</code> : keysOf(one)}
          </dd>
        </dl>
        {one.takes.length > 0 && (
          <FieldTable label={`What ${one.id} takes`} fields={one.takes} places />
        )}
        <p>
          Answers <code className="font-mono text-sm">{one.answer.status}</code>
          {one.answer.schema ? (
            <>
              {" "}
              with <TypeWords schema={one.answer.schema} />
            </>
          ) : (
            " and nothing else"
          )}
          .
        </p>
        {one.errors.length > 0 && (
          <>
            <h3 className="font-semibold">Refusals of its own</h3>
            <dl className="grid gap-2">
              {one.errors.map(({ code, status, remedy }) => (
                <div key={code}>
                  <dt>
                    <a className="link font-mono text-sm" href={`/developers/api#error-${code}`}>
                      {status} {code}
                    </a>
                  </dt>
                  <dd className="text-sm text-muted">{remedy}</dd>
                </div>
              ))}
            </dl>
          </>
        )}
        <p className="text-sm text-muted">
          And as every call:{" "}
          {one.general.map((code, at) => (
            <span key={code}>
              {at > 0 && ", "}
              <a className="link font-mono" href={`/developers/api#error-${code}`}>
                {code}
              </a>
            </span>
          ))}
          .
        </p>
      </div>
      <div className="grid min-w-0 content-start gap-3">
        <Code label={`${one.id} as a command`} text={one.curl} />
        {one.answer.example && <Code label={`${one.id} answers`} text={one.answer.example} />}
      </div>
    </article>
  );
}

const keysOf = ({ who }: OperationTold) =>
  who === "Anyone" || who === "API keys" ? "No scope is needed" : "Not for keys";

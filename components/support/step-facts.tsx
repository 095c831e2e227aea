import Link from "next/link";

import { inUtc, type Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import type { SupportStep } from "@/lib/support/support";

import { fieldNames, stepWords } from "./words";

type Thing = { kind: string; id: string; name: string | null };

/** One step: what was looked at or done, which fields stood in clear and which were masked, why, and exactly when. */
export function StepFacts({ step, reader }: { step: SupportStep; reader: Reader }) {
  const { at, object, objects, clear, masked, filter, requestId } = step;
  const { reason, ...narrowed } = filter;
  return (
    <div className="grid gap-3">
      <h3 className="text-lg">{stepWords(step)}</h3>
      <dl className="facts">
        {object && (
          <>
            <dt>What</dt>
            <dd>
              <Named thing={object} />
            </dd>
          </>
        )}
        {typeof reason === "string" && (
          <>
            <dt>Why</dt>
            <dd dir="auto">{reason}</dd>
          </>
        )}
        {Object.keys(narrowed).length > 0 && (
          <>
            <dt>Narrowed to</dt>
            <dd>
              {Object.entries(narrowed).map(([name, value]) => (
                <span key={name} className="block">
                  {name}: <bdi>{told(value)}</bdi>
                </span>
              ))}
            </dd>
          </>
        )}
        {objects.length > 0 && (
          <>
            <dt>On the page</dt>
            <dd>
              <details>
                <summary className="cursor-pointer">
                  {objects.length === 1 ? "1 line" : `${objects.length} lines`}
                </summary>
                <ul className="grid gap-0.5 pt-1">
                  {objects.map((one) => (
                    <li key={one.id}>
                      <Named thing={one} />
                    </li>
                  ))}
                </ul>
              </details>
            </dd>
          </>
        )}
        <dt>In clear</dt>
        <dd>{clear.length ? fieldNames(clear) : "No personal field"}</dd>
        <dt>Masked</dt>
        <dd>{masked.length ? fieldNames(masked) : "Nothing"}</dd>
        <dt>When</dt>
        <dd>
          <Time at={at} reader={reader} as="full" />
          <code className="block font-mono text-xs text-muted">{inUtc(new Date(at))}</code>
        </dd>
        <dt>Request</dt>
        <dd>
          <code className="font-mono text-xs break-all">{requestId}</code>
        </dd>
      </dl>
    </div>
  );
}

/** A user by the name they have now; whoever is gone, and what has no name, by its id. */
function Named({ thing: { kind, id, name } }: { thing: Thing }) {
  if (kind === "user" && name)
    return (
      <Link className="link" href={`/users/${id}`} prefetch={false}>
        <bdi>{name}</bdi>
      </Link>
    );
  return (
    <span>
      {name ?? kind.replaceAll("_", " ")}{" "}
      <code className="font-mono text-xs break-all text-muted">{id}</code>
    </span>
  );
}

const told = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

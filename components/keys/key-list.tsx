import Link from "next/link";

import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import type { ApiKeyView } from "@/lib/api-keys/api-key";

import { KeyBadge } from "./key-badge";
import { scopesInWords, timeLeft } from "./words";

/** Keys, the newest first: what each is for, whose it is, when it was used last and how long it lives. */
export function KeyList({ keys, reader }: { keys: ApiKeyView[]; reader: Reader }) {
  return (
    <ul className="card divide-y divide-line">
      {keys.map((key) => (
        <li
          key={key.id}
          className="grid gap-x-5 gap-y-1 px-4.5 py-3.5 md:grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)_minmax(0,1fr)_7.5rem] md:items-start"
        >
          <div className="min-w-0">
            <Link
              href={`/developers/keys/${key.id}`}
              className="font-semibold wrap-anywhere hover:underline"
              prefetch={false}
            >
              <bdi>{key.name}</bdi>
            </Link>
            <p className="text-sm text-muted">
              <code className="font-mono">{key.hint}</code>
            </p>
          </div>
          <div className="min-w-0 text-sm">
            <p>{scopesInWords(key.scopes)}</p>
            <p className="text-muted">{key.holder ? <bdi>{key.holder.name}</bdi> : "Nobody"}</p>
          </div>
          <div className="min-w-0 text-sm text-muted">
            <p>
              {key.lastUse ? (
                <>
                  Used <Time at={key.lastUse.at} reader={reader} />
                  {placeOf(key.lastUse) && <> from {placeOf(key.lastUse)}</>}
                </>
              ) : (
                "Never used"
              )}
            </p>
            <p>
              {key.daysLeft > 0 ? "Until " : "Ended "}
              <Time at={key.revokedAt ?? key.expiresAt} reader={reader} as="day" />
              {key.daysLeft > 0 && <> · {timeLeft(key)}</>}
            </p>
          </div>
          <p className="max-md:pt-1 md:justify-self-end">
            <KeyBadge apiKey={key} />
          </p>
        </li>
      ))}
    </ul>
  );
}

/** Where a key was used, in the words that say most. */
const placeOf = (use: NonNullable<ApiKeyView["lastUse"]>): string | null =>
  [use.place, use.ip].filter(Boolean).join(", ") || null;

import type { ReactNode } from "react";

import { useReader } from "@/components/time/reader-context";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { sizeInWords } from "@/lib/backups/size-in-words";
import type { ExportView } from "@/lib/exports/export";

import { isUnderWay, stateWords } from "./words";
import { inDigits } from "@/lib/intl";

type Props = {
  archives: ExportView[];
  /** what can be done with one that is there */
  actions: (archive: ExportView) => ReactNode;
};

/** Archives that were asked for, the newest first: how far each is, how big, and until when it can be fetched. */
export function ArchiveList({ archives, actions }: Props) {
  return (
    <ul className="divide-y divide-line" aria-label="Archives">
      {archives.map((archive) => (
        <li
          key={archive.id}
          className="flex flex-wrap items-start justify-between gap-3 py-3 first:pt-0 last:pb-0"
        >
          <Told archive={archive} />
          <div className="flex flex-wrap gap-2">{actions(archive)}</div>
        </li>
      ))}
    </ul>
  );
}

function Told({ archive }: { archive: ExportView }) {
  const reader = useReader();
  const { state, requestedAt, requestedBy, progress, rows, bytes, expiresAt, trouble } = archive;
  const { says, tone } = stateWords[state];
  return (
    <div className="grid min-w-0 gap-1">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1" role="status">
        <Badge tone={tone}>{says}</Badge>
        {isUnderWay(archive) && (
          <span className="flex items-center gap-2 text-sm tabular-nums">
            <progress
              className="w-28"
              max={100}
              value={progress}
              aria-label="How much is written"
            />
            {progress} %
          </span>
        )}
        {state === "ready" && rows !== null && bytes !== null && (
          <span className="text-sm tabular-nums">
            {inDigits(rows)} rows, {sizeInWords(bytes)}
          </span>
        )}
      </div>
      {trouble && <p className="text-sm">{trouble}</p>}
      <p className="text-sm text-muted">
        Asked for <Time at={requestedAt} reader={reader} />
        {requestedBy.name && (
          <>
            {" "}
            by <bdi>{requestedBy.name}</bdi>
          </>
        )}
        {state === "ready" && expiresAt && (
          <>
            . It can be fetched until <Time at={expiresAt} reader={reader} as="full" />
          </>
        )}
        {archive.downloads > 0 && `. Downloaded ${times(archive.downloads)}`}.
      </p>
    </div>
  );
}

const times = (count: number) => (count === 1 ? "once" : `${count} times`);

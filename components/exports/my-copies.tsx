"use client";

import { useQuery } from "@tanstack/react-query";

import { Queries, read } from "@/components/query";
import { RefusalNotice } from "@/components/ui/refusal-notice";
import { useVerb } from "@/components/ui/use-verb";
import { requestCopyAction } from "@/lib/exports/actions";
import type { ExportList } from "@/lib/exports/export";

import { ArchiveList } from "./archive-list";
import { DownloadArchive } from "./download-archive";
import { isUnderWay } from "./words";

/**
 * The reader's copies of their own data: ask for one, watch it being made, download it (P78).
 *
 * @param first what `me.list_copies` answered when the page was made
 */
export function MyCopies({ first }: { first: ExportList }) {
  return (
    <Queries>
      <Copies first={first} />
    </Queries>
  );
}

function Copies({ first }: { first: ExportList }) {
  const { data, refetch } = useQuery({
    queryKey: ["copies"],
    queryFn: ({ signal }) => read("/me/copies", {}, signal),
    initialData: first,
    refetchInterval: ({ state }) => (state.data?.data.some(isUnderWay) ? 1_500 : false),
  });
  const { run, pending, refusal } = useVerb(requestCopyAction);
  return (
    <div className="grid gap-4">
      <div>
        <button
          type="button"
          className="btn"
          disabled={pending || data.data.some(isUnderWay)}
          onClick={() => run({}, () => void refetch())}
        >
          Take a copy of my data
        </button>
      </div>
      {refusal && !pending && <RefusalNotice refusal={refusal} />}
      {data.data.length > 0 && (
        <ArchiveList
          archives={data.data}
          actions={({ id, may }) =>
            may.includes("me.download_copy") && (
              <DownloadArchive
                address={`/api/v1/me/copies/${id}/download`}
                title="Download the copy of your data"
                done={() => void refetch()}
              />
            )
          }
        />
      )}
    </div>
  );
}

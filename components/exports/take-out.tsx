"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { ProofField, useProof } from "@/components/password/proof-field";
import { Queries, read } from "@/components/query";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { cancelExportAction, requestExportAction } from "@/lib/exports/actions";
import type { ExportList, ExportView } from "@/lib/exports/export";

import { ArchiveList } from "./archive-list";
import { DownloadArchive } from "./download-archive";
import { isUnderWay } from "./words";

/** The account's take-out archive, for its owners: ask for it, watch it being made, download or delete it (P63). */
export function TakeOut({ first }: { first: ExportList }) {
  return (
    <Queries>
      <Archives first={first} />
    </Queries>
  );
}

function Archives({ first }: { first: ExportList }) {
  const { data, refetch } = useQuery({
    queryKey: ["exports"],
    queryFn: ({ signal }) => read("/exports", {}, signal),
    initialData: first,
    refetchInterval: ({ state }) => (state.data?.data.some(isUnderWay) ? 1_500 : false),
  });
  const again = () => void refetch();
  return (
    <div className="grid gap-4">
      {data.may.includes("export.request") && <AskFor archives={data.data} done={again} />}
      {data.data.length > 0 && (
        <ArchiveList
          archives={data.data}
          actions={(archive) => (
            <>
              {archive.may.includes("export.download") && (
                <DownloadArchive
                  address={`/api/v1/exports/${archive.id}/download`}
                  title="Download the take-out archive"
                  done={again}
                />
              )}
              {archive.may.includes("export.cancel") && <Cancel archive={archive} done={again} />}
            </>
          )}
        />
      )}
    </div>
  );
}

function AskFor({ archives, done }: { archives: ExportView[]; done: () => void }) {
  const [open, setOpen] = useState(false);
  const proof = useProof();
  const there = archives.some((one) => one.state === "ready" || isUnderWay(one));
  return (
    <div>
      <button type="button" className="btn btn-primary" onClick={() => setOpen(true)}>
        Make a take-out archive
      </button>
      {open && (
        <Dialog title="Make a take-out archive" onClose={() => setOpen(false)}>
          {(close) => (
            <VerbForm
              className="contents"
              verb={requestExportAction}
              refused={proof.refused}
              input={proof.from}
              done={() => {
                close();
                done();
              }}
            >
              {({ pending, errors, refusal }) => (
                <>
                  <div className="dialog-body">
                    <p>
                      It is made in the background and can be downloaded for seven days by the
                      owners of the account.
                      {there && " It replaces the one that is there."}
                    </p>
                    {proof.asked && (
                      <ProofField
                        because="the archive holds everything of the account"
                        errors={errors}
                        refusal={refusal}
                      />
                    )}
                  </div>
                  <DialogFoot close={close} pending={pending} verb="Make the archive" />
                </>
              )}
            </VerbForm>
          )}
        </Dialog>
      )}
    </div>
  );
}

function Cancel({ archive, done }: { archive: ExportView; done: () => void }) {
  const [open, setOpen] = useState(false);
  const [verb, says, said] = isUnderWay(archive)
    ? ["Stop", "What is written so far is thrown away.", "The archive is not made."]
    : ["Delete", "Nobody can download it any more.", "The archive is deleted."];
  return (
    <>
      <button type="button" className="btn btn-small" onClick={() => setOpen(true)}>
        {verb}
      </button>
      {open && (
        <Dialog title={`${verb} the archive`} onClose={() => setOpen(false)}>
          {(close) => (
            <VerbForm
              className="contents"
              verb={cancelExportAction}
              input={() => ({ exportId: archive.id })}
              done={() => {
                toast(said);
                close();
                done();
              }}
            >
              {({ pending }) => (
                <>
                  <div className="dialog-body">
                    <p>{says} A fresh one can be made at any time.</p>
                  </div>
                  <DialogFoot
                    close={close}
                    pending={pending}
                    verb={`${verb} the archive`}
                    danger
                    keep="Keep it"
                  />
                </>
              )}
            </VerbForm>
          )}
        </Dialog>
      )}
    </>
  );
}

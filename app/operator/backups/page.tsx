import type { Metadata } from "next";

import { BackupAlarms } from "@/components/operator/backup-alarms";
import { BackupChain } from "@/components/operator/backup-chain";
import { BackupFacts } from "@/components/operator/backup-facts";
import { DrillList } from "@/components/operator/drill-list";
import { KeyCopies } from "@/components/operator/key-copies";
import { readerOf } from "@/components/time/reader";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { showBackups } from "@/lib/backups/show-backups";
import { read } from "@/lib/gate/page";

export const metadata: Metadata = { title: "Backups" };

export default async function BackupsPage() {
  const board = await read(showBackups, {});
  const reader = await readerOf(null);
  return (
    <>
      <PageHeader
        title="Backups"
        about="Made, checked and rehearsed by themselves. Restores are done on the command line: npx castellan restore"
      />
      {board.on ? (
        <div className="grid gap-5">
          <BackupAlarms alarms={board.alarms} reader={reader} />
          <BackupFacts board={board} reader={reader} />
          <KeyCopies keys={board.keys} reader={reader} />
          <BackupChain backups={board.backups} reader={reader} />
          <DrillList drills={board.drills} reader={reader} />
        </div>
      ) : (
        <Notice tone="warn" title="No backups are made">
          <p>
            Set CASTELLAN_BACKUP_DIR to a directory on another disk and start again. Until then, a
            lost disk is lost data.
          </p>
        </Notice>
      )}
    </>
  );
}

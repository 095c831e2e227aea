import type { Metadata } from "next";
import Link from "next/link";

import { LogLines } from "@/components/operator/log-lines";
import { searchOf, type Search } from "@/components/search";
import { readerOf } from "@/components/time/reader";
import { PageHeader } from "@/components/ui/page-header";
import { read } from "@/lib/gate/page";
import { listLog } from "@/lib/staff/list-log";

export const metadata: Metadata = { title: "Log" };

export default async function LogPage({ searchParams }: { searchParams: Promise<Search> }) {
  const cursor = searchOf(await searchParams).get("cursor") ?? undefined;
  const { data, nextCursor } = await read(listLog, { cursor });
  return (
    <>
      <PageHeader
        title="Log"
        about="What was done to this installation and by its staff. Nobody can change it."
      />
      <LogLines lines={data} reader={await readerOf(null)} />
      {nextCursor && (
        <p className="pt-4 text-center">
          <Link
            className="btn"
            href={`/operator/log?${new URLSearchParams({ cursor: nextCursor })}`}
          >
            Show older
          </Link>
        </p>
      )}
    </>
  );
}

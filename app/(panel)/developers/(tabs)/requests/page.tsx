import type { Metadata } from "next";

import { operationsInWords } from "@/app/(panel)/developers/operations";
import { searchOf, type Search } from "@/components/search";
import { readerOf } from "@/components/time/reader";
import { CallPanel } from "@/components/traffic/call-panel";
import { callQuestion } from "@/components/traffic/call-question";
import { listKeys } from "@/lib/api-keys/list-keys";
import { currentMe, read } from "@/lib/gate/page";
import { listCalls } from "@/lib/traffic/list-calls";

export const metadata: Metadata = { title: "Requests" };

type Props = { searchParams: Promise<Search> };

export default async function RequestsPage({ searchParams }: Props) {
  const search = searchOf(await searchParams);
  const me = await currentMe();
  const reader = await readerOf(me);
  const { filter, query, now } = callQuestion(search, reader);
  const [page, keys] = await Promise.all([
    read(listCalls, filter),
    me.may.includes("api_key.list") ? read(listKeys, { limit: 100 }) : { data: [] },
  ]);
  return (
    <CallPanel
      page={page}
      search={search}
      query={query}
      keys={keys.data.map(({ id, name }) => ({ id, name }))}
      operations={operationsInWords()}
      reader={reader}
      now={now}
    />
  );
}

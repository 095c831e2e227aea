import type { Metadata } from "next";

import { RequestList } from "@/components/privacy/request-list";
import { readerOf } from "@/components/time/reader";
import { Empty } from "@/components/ui/empty";
import { Notice } from "@/components/ui/notice";
import { currentMe, read } from "@/lib/gate/page";
import { listRequests } from "@/lib/privacy/list-requests";

export const metadata: Metadata = { title: "Requests to be erased" };

export default async function RequestsPage() {
  const { data } = await read(listRequests, {});
  const reader = await readerOf(await currentMe());
  const late = data.filter(({ state }) => state === "overdue").length;
  if (!data.length) {
    return (
      <div className="card">
        <Empty title="Nobody has asked to be erased">
          People ask under You, Privacy. Each request then stands here with the day by which the law
          wants an answer, one month later.
        </Empty>
      </div>
    );
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {late > 0 && (
        <Notice
          tone="danger"
          title={late === 1 ? "One request is overdue" : `${late} requests are overdue`}
        >
          <p>
            The law gives a month to answer. Whoever nobody answered is in the bin now, unless the
            account would be without an owner; answer at once.
          </p>
        </Notice>
      )}
      <RequestList requests={data} reader={reader} />
    </div>
  );
}

import type { Metadata } from "next";

import { AnnounceChange } from "@/components/processors/announce-change";
import { ChangeCard } from "@/components/processors/change-card";
import { changeTitle } from "@/components/processors/change-words";
import { ObjectionList } from "@/components/processors/objection-list";
import { ProcessorList } from "@/components/processors/processor-list";
import { WithdrawChange } from "@/components/processors/withdraw-change";
import { readerOf } from "@/components/time/reader";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { currentStaff, read } from "@/lib/gate/page";
import { listObjections } from "@/lib/processors/list-objections";
import { listProcessors } from "@/lib/processors/list-processors";

export const metadata: Metadata = { title: "Processors" };

export default async function OperatorProcessorsPage() {
  const { may } = await currentStaff();
  const { data: objections } = await read(listObjections, {});
  const { data, changes, windowDays } = await read(listProcessors, {});
  const reader = await readerOf(null);
  return (
    <>
      <PageHeader
        title="Processors"
        about="Everyone outside who gets data. What stands here is public at /trust/processors."
        actions={
          may.includes("processor.announce") && (
            <AnnounceChange processors={data} windowDays={windowDays} />
          )
        }
      />
      <div className="grid gap-5">
        <Section title="Today">
          <ProcessorList data={data} reader={reader} />
        </Section>
        <Section
          title="Changes"
          about={`Nothing takes effect within ${windowDays} days: the database holds to it, and so does everything that is sent.`}
        >
          {changes.length ? (
            <ul className="divide-y divide-line">
              {changes.map((change) => (
                <ChangeCard key={change.id} change={change} reader={reader}>
                  {change.state === "planned" && may.includes("processor.withdraw") && (
                    <WithdrawChange changeId={change.id} title={changeTitle(change)} />
                  )}
                </ChangeCard>
              ))}
            </ul>
          ) : (
            <p className="text-muted">Nothing was announced yet.</p>
          )}
        </Section>
        <Section title="Objections" about="By the id of the account whose owner objects.">
          <ObjectionList {...{ objections, changes, reader }} />
        </Section>
      </div>
    </>
  );
}

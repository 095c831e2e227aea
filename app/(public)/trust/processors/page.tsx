import type { Metadata } from "next";
import Link from "next/link";

import { ChangeCard } from "@/components/processors/change-card";
import { ProcessorList } from "@/components/processors/processor-list";
import { readerOf } from "@/components/time/reader";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { read } from "@/lib/gate/page";
import { listProcessors } from "@/lib/processors/list-processors";

export const metadata: Metadata = { title: "Who processes data" };

export default async function ProcessorsPage() {
  const { data, changes, windowDays } = await read(listProcessors, {});
  const reader = await readerOf(null);
  const planned = changes.filter(({ state }) => state === "planned");
  const past = changes.filter(({ state }) => state !== "planned");
  return (
    <>
      <PageHeader
        title="Who processes data"
        about="Everyone outside of this installation who gets any of it, for what, and which."
      />
      <div className="grid gap-5">
        <Section
          title="Today"
          about="Receivers of webhooks are not among them: each account chooses its own."
        >
          <ProcessorList data={data} reader={reader} />
        </Section>
        <Section
          title="Planned"
          about={`Changes are announced at least ${windowDays} days before they take effect. All owners are told by letter.`}
        >
          {planned.length ? (
            <ul className="divide-y divide-line">
              {planned.map((change) => (
                <ChangeCard key={change.id} change={change} reader={reader} />
              ))}
            </ul>
          ) : (
            <p className="text-muted">No change is planned.</p>
          )}
          <p className="pt-4">
            You own an account and do not agree?{" "}
            <Link className="link" href="/trust/changes" prefetch={false}>
              Object in the panel
            </Link>{" "}
            while the time runs. The operator reads the reason and answers.
          </p>
        </Section>
        {past.length > 0 && (
          <Section title="Before" about="What was announced and has happened, or was withdrawn.">
            <ul className="divide-y divide-line">
              {past.map((change) => (
                <ChangeCard key={change.id} change={change} reader={reader} />
              ))}
            </ul>
          </Section>
        )}
      </div>
    </>
  );
}

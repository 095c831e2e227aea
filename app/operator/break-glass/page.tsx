import type { Metadata } from "next";

import { BreakGlassForm } from "@/components/operator/break-glass-form";
import { WaitingGlass } from "@/components/operator/waiting-glass";
import { readerOf } from "@/components/time/reader";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { read } from "@/lib/gate/page";
import { listBreakGlass } from "@/lib/support/list-break-glass";

export const metadata: Metadata = { title: "Break-glass" };

export default async function BreakGlassPage() {
  const { data, mostMinutes, may } = await read(listBreakGlass, {});
  return (
    <>
      <PageHeader
        title="Break-glass"
        about="Opens an account without asking anybody in it, where waiting for an owner would do harm."
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <Notice tone="danger" title="Two people, and everybody hears of it">
          <p>
            One of the support staff says why, another of the staff confirms it with their password
            within the hour. All owners get a letter at both steps and can end it at once. It stands
            in the next review, whether it was used or not.
          </p>
        </Notice>
        <WaitingGlass waiting={data} reader={await readerOf(null)} />
        {may.includes("support.break_glass") && (
          <Section title="Break the glass">
            <BreakGlassForm mostMinutes={mostMinutes} />
          </Section>
        )}
      </div>
    </>
  );
}

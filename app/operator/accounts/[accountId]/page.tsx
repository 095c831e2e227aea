import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { TrafficLook } from "@/components/operator/traffic-look";
import { PageHeader } from "@/components/ui/page-header";
import { AccountId } from "@/lib/accounts/account";
import { currentStaff } from "@/lib/gate/page";

export const metadata: Metadata = { title: "Traffic of an account" };

type Props = { params: Promise<{ accountId: string }> };

export default async function AccountTrafficPage({ params }: Props) {
  const { may } = await currentStaff();
  const { accountId } = await params;
  if (!may.includes("traffic.look") || !AccountId.safeParse(accountId).success) notFound();
  return (
    <>
      <PageHeader
        title="Traffic of an account"
        trail={[{ href: "/operator", name: "Overview" }]}
        about={<code className="font-mono text-sm break-all">{accountId}</code>}
      />
      <TrafficLook accountId={accountId} />
    </>
  );
}

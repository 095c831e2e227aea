import type { Metadata } from "next";

import { operationsInWords } from "@/app/(panel)/developers/operations";
import { readerOf } from "@/components/time/reader";
import { RequestPage } from "@/components/traffic/request-page";
import { hostOf } from "@/components/webhooks/words";
import { type ProblemCode, problems } from "@/lib/api/problem";
import { currentMe, read } from "@/lib/gate/page";
import { showCall } from "@/lib/traffic/show-call";
import { listWebhooks } from "@/lib/webhooks/list-webhooks";

export const metadata: Metadata = { title: "Request" };

type Props = { params: Promise<{ requestId: string }> };

export default async function OneRequestPage({ params }: Props) {
  const me = await currentMe();
  const request = await read(showCall, await params);
  const webhooks =
    request.deliveries.length && me.may.includes("webhook.list")
      ? await read(listWebhooks, {})
      : { data: [] };
  return (
    <RequestPage
      request={request}
      says={operationsInWords().find(({ name }) => name === request.call?.operation)?.says}
      refusal={refusalOf(request.call?.code)}
      hosts={Object.fromEntries(webhooks.data.map(({ id, url }) => [id, hostOf(url)]))}
      reader={await readerOf(me)}
    />
  );
}

/** What a code means, in a sentence. */
const refusalOf = (code: string | null | undefined) =>
  code && Object.hasOwn(problems, code) ? problems[code as ProblemCode].says : undefined;

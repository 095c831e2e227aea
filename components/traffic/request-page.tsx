import type { ComponentProps } from "react";

import type { Reader } from "@/components/time/moment";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import type { RequestView } from "@/lib/traffic/traffic";

import { CallFacts } from "./call-facts";
import { Consequences } from "./consequences";

type Props = {
  request: RequestView;
  hosts: Record<string, string>;
  reader: Reader;
} & Pick<ComponentProps<typeof CallFacts>, "says" | "refusal">;

/** One request: the call, and everything it has led to. */
export function RequestPage({ request, says, refusal, hosts, reader }: Props) {
  const { call, requestId } = request;
  return (
    <>
      <PageHeader
        trail={[
          { href: "/developers", name: "Developers" },
          { href: "/developers/requests", name: "Requests" },
        ]}
        title={
          call ? (
            <code className="font-mono text-xl break-all">
              {call.method} {call.route}
            </code>
          ) : (
            "A request"
          )
        }
        about={<code className="font-mono text-sm break-all">{requestId}</code>}
      />
      <div className="grid max-w-4xl gap-5">
        {call ? (
          <CallFacts {...{ call, says, refusal, reader }} />
        ) : (
          <Notice title="No call of the API stands behind it">
            <p>
              It was made on a page, by the console or by Castellan itself, or the call is older
              than calls are kept. If it was made this very moment, it stands here in a second.
            </p>
          </Notice>
        )}
        <Consequences request={request} hosts={hosts} reader={reader} />
      </div>
    </>
  );
}

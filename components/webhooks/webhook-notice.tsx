import Link from "next/link";

import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Notice } from "@/components/ui/notice";
import type { WebhookView } from "@/lib/webhooks/webhook";

import { counted } from "./words";

/** What is out of the ordinary, what becomes of the messages meanwhile, and the way out. */
export function WebhookNotice({ webhook, reader }: { webhook: WebhookView; reader: Reader }) {
  const { state, stateSince, because, counts, failingSince, disabledAt, may } = webhook;
  const held = counts.held > 0 && (
    <p>
      {counted(counts.held, "message is", "messages are")} held and can be sent later. Nothing is
      lost.
    </p>
  );
  if (state === "paused")
    return (
      <Notice tone="warn" title="Paused: nothing is sent">
        <p>
          Since <Time at={stateSince} reader={reader} as="full" />.
        </p>
        {held}
      </Notice>
    );
  if (state === "disabled")
    return (
      <Notice
        tone="danger"
        title={
          because === "gone"
            ? "Disabled: the receiver answered 410, it wants no more messages"
            : "Disabled: nothing had arrived for five days"
        }
      >
        <p>
          Since <Time at={stateSince} reader={reader} as="full" />.{" "}
          {may.includes("webhook.resume")
            ? "Put the receiver right, send a test, then resume."
            : "An owner or an administrator can resume it once the receiver is right."}
        </p>
        {held}
      </Notice>
    );
  if (!failingSince || !disabledAt) return null;
  return (
    <Notice tone="warn" title="Nothing arrives at the moment">
      <p>
        Every attempt has failed since <Time at={failingSince} reader={reader} as="full" />. If that
        stays so until <Time at={disabledAt} reader={reader} as="full" />, this webhook is disabled
        and everything for it is held.{" "}
        <Link className="link" href={`/developers/webhooks/${webhook.id}/deliveries?state=pending`}>
          See what went wrong
        </Link>
      </p>
    </Notice>
  );
}

import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { Closing } from "@/lib/closures/closure";
import { BringBack } from "./bring-back";
import { CloseAccount } from "./close-account";
import { ConfirmClose } from "./confirm-close";
import { holdWords } from "./words";

type Props = { account: string; closing: Closing; reader: Reader };

/** Closing the account: how it stands, and what can be done about it. */
export function ClosingSection({ account, closing, reader }: Props) {
  const { closure, holds, may } = closing;
  return (
    <Section
      title="Close the account"
      about="Take everything with you first. For thirty days any owner can bring the account back; then it is sealed, and everything it holds is destroyed."
      actions={may.includes("account.close") && <CloseAccount />}
    >
      <div className="grid gap-4">
        {closure ? (
          <>
            <dl className="facts">
              <dt>Asked for by</dt>
              <dd>
                <bdi>{closure.requestedBy.name ?? "an owner who is gone since"}</bdi>,{" "}
                <Time at={closure.requestedAt} reader={reader} as="full" />
              </dd>
              {closure.reason && (
                <>
                  <dt>Reason</dt>
                  <dd dir="auto">{closure.reason}</dd>
                </>
              )}
              <dt>Can come back until</dt>
              <dd>
                {closure.coolingEndsAt ? (
                  <Time at={closure.coolingEndsAt} reader={reader} as="full" />
                ) : (
                  "Nothing has begun: another owner has to confirm"
                )}
              </dd>
              {closure.purgeAt && (
                <>
                  <dt>Destroyed</dt>
                  <dd>
                    <Time at={closure.purgeAt} reader={reader} as="full" />
                    <span className="block text-sm text-muted">
                      {closure.onRequest
                        ? "At once after that, as was asked for."
                        : "At the next clean-up after that."}
                    </span>
                  </dd>
                </>
              )}
            </dl>
            <div className="flex flex-wrap gap-2">
              {may.includes("account.confirm_close") && <ConfirmClose account={account} />}
              {may.includes("account.cancel_close") && <BringBack />}
            </div>
          </>
        ) : (
          <p className="text-muted">The account is open. Nobody asked to close it.</p>
        )}
        {holds.map(({ id, category, placedAt, until }) => (
          <Notice key={id} tone="warn" title="The operator placed a hold">
            <p>
              Placed <Time at={placedAt} reader={reader} as="day" /> {holdWords[category]}. Should
              the account be closed, it is not destroyed before{" "}
              <Time at={until} reader={reader} as="day" />. Nobody gets to see more by it.
            </p>
          </Notice>
        ))}
      </div>
    </Section>
  );
}

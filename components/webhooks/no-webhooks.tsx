import { CodeBlock } from "@/components/ui/code-block";

import { createByApi, tinyReceiver } from "./snippets";

type Props = {
  /** where this installation is reached */
  origin: string;
  /** messages may go to this very machine */
  loopback: boolean;
  mayCreate: boolean;
};

/** What webhooks are, for someone who never had one, and how to get the first message within a minute. */
export function NoWebhooks({ origin, loopback, mayCreate }: Props) {
  return (
    <div className="card grid grid-cols-1 gap-6 p-5 sm:p-7 lg:grid-cols-2">
      <div className="grid content-start gap-4">
        <h2 className="text-xl!">Nobody is told yet</h2>
        <p className="max-w-prose text-muted">
          A webhook is an address of yours that Castellan calls when something happens here: someone
          was invited, paused, given a role. Your systems follow along without asking again and
          again.
        </p>
        <ol className="grid list-decimal gap-2 ps-5">
          <li>
            <strong className="font-semibold">You give an address</strong> and choose what it is
            told of. You get a secret, once.
          </li>
          <li>
            <strong className="font-semibold">Each message is signed</strong> with that secret, so
            that your receiver knows it is ours and unchanged.
          </li>
          <li>
            <strong className="font-semibold">What does not arrive is tried again</strong>, ten
            times over three days. Nothing is dropped: whatever failed can be replayed.
          </li>
        </ol>
        {!mayCreate && (
          <p className="text-muted">
            Your role does not add webhooks. An owner or an administrator of the account can.
          </p>
        )}
      </div>
      <div className="grid min-w-0 content-start gap-4">
        {loopback && (
          <CodeBlock
            title="No receiver yet? This one shows what it gets at http://localhost:4000"
            code={tinyReceiver}
          />
        )}
        <CodeBlock
          title="The same by API, with a key that may write webhooks"
          code={createByApi(origin)}
        />
      </div>
    </div>
  );
}

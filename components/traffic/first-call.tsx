import Link from "next/link";

import { CodeBlock } from "@/components/ui/code-block";
import { Icon } from "@/components/ui/icon";

type Props = {
  /** where this installation is reached */
  origin: string;
  mayMakeKeys: boolean;
};

/** How the first program gets in, for someone who never used an API. */
export function FirstCall({ origin, mayMakeKeys }: Props) {
  return (
    <div className="card grid gap-6 p-5 sm:p-7 lg:grid-cols-2">
      <div className="grid content-start gap-4">
        <h2 className="text-xl!">No program works with this account yet</h2>
        <p className="max-w-prose text-muted">
          Everything these pages do can be done by a program too: a nightly import, a dashboard, a
          script of your own. It shows a key with each call, and each call stands here.
        </p>
        <ol className="grid list-decimal gap-2 ps-5">
          <li>
            <strong className="font-semibold">Make a key</strong> and choose what it may read and
            change. It is shown once.
          </li>
          <li>
            <strong className="font-semibold">Make a call</strong> with the line beside this, with
            your key in it.
          </li>
          <li>
            <strong className="font-semibold">Look here again.</strong> About a second later you see
            how many calls came, how they ended and how long they took, and under Requests each one.
          </li>
        </ol>
        {mayMakeKeys ? (
          <p>
            <Link className="btn btn-primary" href="/developers/keys">
              <Icon name="code" />
              To the keys
            </Link>
          </p>
        ) : (
          <p className="text-muted">
            Your role does not make keys. An owner or an administrator of the account can.
          </p>
        )}
      </div>
      <div className="grid min-w-0 content-start gap-4">
        <CodeBlock title="A first call: who is in the account" code={firstCall(origin)} />
      </div>
    </div>
  );
}

const firstCall = (origin: string) => `export CASTELLAN_KEY='castellan_…'

curl ${origin}/api/v1/users \\
  -H "Authorization: Bearer $CASTELLAN_KEY"`;

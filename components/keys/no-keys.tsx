import Link from "next/link";

import { Empty } from "@/components/ui/empty";

/** What keys are for, where there are none yet. */
export function NoKeys({ mayMake }: { mayMake: boolean }) {
  return (
    <div className="card">
      <Empty
        title="No program has a key yet"
        action={
          mayMake && (
            <Link className="btn btn-primary" href="/developers/keys/new">
              Make a key
            </Link>
          )
        }
      >
        <p>
          A key lets a program work with this account: a nightly import, a dashboard, a deployment.
          It does what you allow it and never more than you may yourself.
        </p>
        <p className="pt-2">
          {mayMake
            ? "Make one for each program, so that you can end one without stopping the others."
            : "Owners and administrators make keys."}
        </p>
      </Empty>
    </div>
  );
}

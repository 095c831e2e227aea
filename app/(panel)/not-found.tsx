import Link from "next/link";

import { Empty } from "@/components/ui/empty";

/** A place inside the panel that is empty, or belongs to another account: the answer is the same. */
export default function PanelNotFound() {
  return (
    <Empty
      title={<h1>There is nothing here</h1>}
      action={
        <Link className="btn btn-primary" href="/">
          To the start
        </Link>
      }
    >
      What you are looking for does not exist, or it is not in this account.
    </Empty>
  );
}

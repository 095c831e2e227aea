import Link from "next/link";

import { Empty } from "@/components/ui/empty";

/** A place in the operator's area that is empty, or that one's roles do not open: the answer is the same. */
export default function OperatorNotFound() {
  return (
    <Empty
      title={<h1>There is nothing here</h1>}
      action={
        <Link className="btn btn-primary" href="/operator">
          To the start
        </Link>
      }
    >
      What you are looking for does not exist, or your roles do not open it. The operator gives
      roles on the command line.
    </Empty>
  );
}

"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";

import { Empty } from "@/components/ui/empty";

/** Nothing stands under a request id, and what that may mean. */
export function NoRequest() {
  const here = usePathname();
  return (
    <div className="card">
      <Empty
        title={<h1>Nothing is known of this request</h1>}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            {/* A whole load: what was not found is not asked for again otherwise. */}
            <a className="btn btn-primary" href={here}>
              Look again
            </a>
            <Link className="btn" href="/developers/requests">
              To the requests
            </Link>
          </div>
        }
      >
        <p>
          <code className="font-mono text-sm break-all">{here.split("/").at(-1)}</code>
        </p>
        <p className="pt-2">That can mean one of three things:</p>
        <ul className="grid list-disc gap-1 ps-5 pt-2 text-start">
          <li>It was only just answered. A call is stored about a second later: look again.</li>
          <li>It is older than calls are kept. The list of requests says how long that is.</li>
          <li>It belongs to another account, or the id was not copied whole.</li>
        </ul>
      </Empty>
    </div>
  );
}

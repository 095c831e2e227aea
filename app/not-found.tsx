import type { Metadata } from "next";

import { Mark } from "@/components/ui/mark";

export const metadata: Metadata = { title: "Nothing here" };

export default function NotFound() {
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center gap-4 px-5 py-10">
      <Mark className="size-9" />
      <h1>There is nothing here</h1>
      <p className="text-muted">
        The page does not exist, or what it showed is not in this account. Check the address, or
        start again from the top.
      </p>
      <p>
        <a className="btn btn-primary" href="/">
          To the start
        </a>
      </p>
    </main>
  );
}

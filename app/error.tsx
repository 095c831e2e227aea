"use client";

import { BrokenPage } from "@/components/ui/broken-page";

type Props = { error: Error & { digest?: string }; reset: () => void };

export default function ErrorPage({ error, reset }: Props) {
  return (
    <main className="mx-auto grid min-h-dvh content-center px-5 py-10">
      <BrokenPage requestId={error.digest} retry={reset} />
    </main>
  );
}

"use client";

import { useRouter } from "next/navigation";

import { BrokenPage } from "./broken-page";

type Props = { error: Error & { digest?: string }; reset: () => void };

/** Keeps the rail in place when one page fails. */
export function PageError({ error, reset }: Props) {
  const router = useRouter();
  return (
    <BrokenPage
      requestId={error.digest}
      retry={() => {
        router.refresh();
        reset();
      }}
    />
  );
}

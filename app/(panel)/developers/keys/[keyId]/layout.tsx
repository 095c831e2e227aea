import type { ReactNode } from "react";

import { KeyHeader } from "@/components/keys/key-header";

import { keyOf } from "./key";

type Props = { params: Promise<{ keyId: string }>; children: ReactNode };

export default async function KeyLayout({ params, children }: Props) {
  return (
    <>
      <KeyHeader apiKey={await keyOf((await params).keyId)} />
      {children}
    </>
  );
}

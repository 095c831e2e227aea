import type { Metadata } from "next";

import { Basics } from "@/components/reference/basics";
import { ErrorList } from "@/components/reference/error-list";
import { readEnv } from "@/lib/env";
import { theReference } from "./the-reference";

export const metadata: Metadata = { title: "API reference" };

/** What holds for every call, and every error with what to do: for everyone, without anything from elsewhere. */
export default function ApiReference() {
  return (
    <>
      <Basics origin={readEnv(process.env).origin} />
      <ErrorList errors={theReference().errors} />
    </>
  );
}

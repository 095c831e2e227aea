import type { ReactNode } from "react";

import { Copying } from "@/components/reference/copying";
import { ReferenceIndex } from "@/components/reference/reference-index";
import { theReference } from "./the-reference";

/** The reference: every operation on the left, one noun at a time on the right. */
export default function ReferencePages({ children }: { children: ReactNode }) {
  const nouns = theReference().nouns.map(({ name, slug, operations }) => ({
    name,
    slug,
    links: operations.map(({ id, summary, method, path }) => ({
      id,
      summary,
      words: `${method} ${path} ${id}`,
    })),
  }));
  return (
    <div className="lg:grid lg:grid-cols-[19rem_minmax(0,1fr)] lg:gap-10">
      <ReferenceIndex nouns={nouns} />
      <main id="main" tabIndex={-1} className="grid min-w-0 content-start gap-10 pb-16">
        {children}
      </main>
      <Copying />
    </div>
  );
}

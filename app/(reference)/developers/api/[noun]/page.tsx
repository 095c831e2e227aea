import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { FieldTable } from "@/components/reference/field-table";
import { OperationArticle } from "@/components/reference/operation-article";
import { theReference } from "@/app/(reference)/developers/api/the-reference";

type Props = { params: Promise<{ noun: string }> };

const nounOf = async ({ params }: Props) => {
  const { noun } = await params;
  return theReference().nouns.find(({ slug }) => slug === noun);
};

export async function generateMetadata(props: Props): Promise<Metadata> {
  const noun = await nounOf(props);
  return { title: `${noun?.name ?? "Objects"} · API reference` };
}

/** The operations of one noun; or the objects, which answers are made of. */
export default async function Noun(props: Props) {
  const noun = await nounOf(props);
  if (!noun && (await props.params).noun !== "objects") notFound();
  return (
    <>
      <div className="grid gap-1 border-b border-line pb-3">
        <h1 className="text-2xl font-semibold tracking-tight">{noun?.name ?? "Objects"}</h1>
        <p className="text-muted">{noun?.description ?? "What answers are made of, by name."}</p>
      </div>
      {noun?.operations.map((operation) => (
        <OperationArticle key={operation.id} operation={operation} />
      )) ??
        theReference().objects.map(({ name, description, fields }) => (
          <article key={name} id={name} className="grid scroll-mt-4 gap-2">
            <h2 className="font-semibold">{name}</h2>
            <p className="text-muted">{description}</p>
            <FieldTable label={`Fields of ${name}`} fields={fields} />
          </article>
        ))}
    </>
  );
}

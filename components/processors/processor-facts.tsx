import type { ProcessorView } from "@/lib/processors/processor";

/** For what somebody processes data, which, and from where. */
export function ProcessorFacts({ processor }: { processor: ProcessorView }) {
  const { purpose, fields, country, url } = processor;
  return (
    <dl className="facts">
      <dt>For</dt>
      <dd>
        <bdi>{purpose}</bdi>
      </dd>
      <dt>Gets</dt>
      <dd>
        <bdi>{fields}</bdi>
      </dd>
      {country && (
        <>
          <dt>Country</dt>
          <dd>
            <bdi>{country}</bdi>
          </dd>
        </>
      )}
      {url && (
        <>
          <dt>More</dt>
          <dd>
            <a className="link break-all" href={url} rel="noreferrer">
              {url}
            </a>
          </dd>
        </>
      )}
    </dl>
  );
}

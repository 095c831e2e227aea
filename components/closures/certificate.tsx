import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import type { CertificateFile } from "@/lib/purge/statement";
import { holdWords } from "./words";
import { inDigits } from "@/lib/intl";

type Props = { file: CertificateFile; code: string; reader: Reader };

const kinds = { account: "An account", person: "A person", user: "A user" };

/** What was destroyed and when, for whoever holds the code: ids and numbers, no names. */
export function Certificate({ file, code, reader }: Props) {
  const { statement, confirmation } = file;
  const deleted = Object.entries(statement.deleted).toSorted(([, a], [, b]) => b - a);
  return (
    <main id="main" tabIndex={-1} className="max-w-4xl pb-16">
      <PageHeader
        title="Certificate of deletion"
        about={`${kinds[statement.kind]} was destroyed for good. This page tells it in ids and numbers; names are no part of it.`}
        actions={
          <a className="btn btn-primary" href={`/trust/certificates/${code}/certificate.json`}>
            Download the certificate
          </a>
        }
      />
      <div className="grid gap-5">
        {confirmation ? (
          <Notice tone="good" title="Gone everywhere">
            <p>
              Confirmed <Time at={confirmation.confirmedAt} reader={reader} as="full" />: no backup
              is left that could hold it.
            </p>
          </Notice>
        ) : (
          statement.backupsGoneBy && (
            <Notice title="Encrypted backups may still hold it">
              <p>
                The last of them expires by{" "}
                <Time at={statement.backupsGoneBy} reader={reader} as="day" />. This page says so
                when it is gone, and a last letter does.
              </p>
            </Notice>
          )
        )}
        <Section title="What was done">
          <dl className="facts">
            <dt>Certificate</dt>
            <dd>
              <Id>{statement.id}</Id>
            </dd>
            <dt>{statement.kind === "account" ? "Account" : "Whom it is about"}</dt>
            <dd>
              <Id>{statement.object}</Id>
            </dd>
            {statement.requestedAt && (
              <>
                <dt>Asked for</dt>
                <dd>
                  <Time at={statement.requestedAt} reader={reader} as="full" />
                </dd>
              </>
            )}
            {statement.sealedAt && (
              <>
                <dt>Sealed</dt>
                <dd>
                  <Time at={statement.sealedAt} reader={reader} as="full" />
                </dd>
              </>
            )}
            <dt>Destroyed</dt>
            <dd>
              <Time at={statement.finishedAt} reader={reader} as="full" />
            </dd>
            <dt>Keys destroyed</dt>
            <dd>
              {statement.keys.destroyed}
              {statement.keys.fingerprints[0] && (
                <span className="block text-sm text-muted">
                  the first by the fingerprint <Id>{statement.keys.fingerprints[0]}</Id>
                </span>
              )}
            </dd>
            {statement.keys.unreadableFrom && (
              <>
                <dt>Unreadable in backups</dt>
                <dd>
                  from <Time at={statement.keys.unreadableFrom} reader={reader} as="day" />, also
                  for us
                </dd>
              </>
            )}
            {statement.holds.map((hold) => (
              <Held key={hold.placedAt} hold={hold} reader={reader} />
            ))}
          </dl>
        </Section>
        <Section title="Rows deleted" about="By table of the database.">
          <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1.5">
            {deleted.map(([table, rows]) => (
              <div key={table} className="contents">
                <dt className="break-all">{table.replaceAll("_", " ")}</dt>
                <dd className="text-end tabular-nums">{inDigits(rows)}</dd>
              </div>
            ))}
          </dl>
        </Section>
        <Section
          title="Verify it"
          about="Without this installation, and without asking anybody: with the file and the public key."
        >
          <p className="pb-3">
            Signed by <Id>{statement.signer}</Id>. Fetch{" "}
            <a className="link" href="/trust/certificate-key">
              the public key
            </a>{" "}
            now, as long as it can be had, and keep it beside the certificate. Then:
          </p>
          <pre className="rounded-md bg-hover p-3 font-mono text-sm break-words whitespace-pre-wrap">
            npx castellan verify-certificate --file certificate.json --key certificate-key.pem
          </pre>
        </Section>
      </div>
    </main>
  );
}

const Id = ({ children }: { children: string }) => (
  <code className="font-mono text-sm break-all">{children}</code>
);

function Held({
  hold,
  reader,
}: {
  hold: CertificateFile["statement"]["holds"][number];
  reader: Reader;
}) {
  return (
    <>
      <dt>Held</dt>
      <dd>
        {holdWords[hold.category]}, from <Time at={hold.placedAt} reader={reader} as="day" /> to{" "}
        <Time at={hold.releasedAt ?? hold.until} reader={reader} as="day" />
      </dd>
    </>
  );
}

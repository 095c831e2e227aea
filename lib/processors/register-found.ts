import type { ClientBase } from "pg";

import { newId } from "@/lib/db/id";
import { collector } from "@/lib/egress/collector";
import { fields, type Field } from "@/lib/egress/fields";
import { processors } from "@/lib/egress/processors";
import { smtpOptions } from "@/lib/egress/smtp";
import { isIpAddress } from "@/lib/egress/ways";
import { type Env, isLoopback } from "@/lib/env";
import type { ProcessorKey } from "./processor";

type Found = {
  key: ProcessorKey;
  domain: string | null;
  name: string;
  purpose: string;
  fields: string;
};

/**
 * Notes in the register what the configuration says this installation really does, where the register knows nobody of that kind yet:
 * the first of a kind is there before anybody could have been told of it. Every later one has to be announced (P46). Done by the
 * owner of the tables, at every start.
 */
export async function registerFound(client: ClientBase, env: Env): Promise<void> {
  for (const { key, domain, name, purpose, fields: what } of foundIn(env)) {
    const { rowCount } = await client.query("select from processors where key = $1 limit 1", [key]);
    if (rowCount) continue;
    const id = newId();
    await client.query(
      "insert into processors (id, key, domain, name, purpose, fields) values ($1, $2, $3, $4, $5, $6)",
      [id, key, domain, name, purpose, what],
    );
    await client.query(
      "insert into processor_changes (id, kind, processor_id, effective_at, found) values ($1, 'added', $2, now(), true)",
      [newId(), id],
    );
  }
}

/** Those whom the configuration names, by what it says of them and no more. What is on this machine is nobody outside. */
function foundIn({ smtpUrl, backupDir, pgBackRestStanza }: Env): Found[] {
  const found: Found[] = [];
  const mail = smtpUrl === null ? null : smtpOptions(smtpUrl).host;
  if (mail !== null && !isLoopback(mail)) {
    const { says, fields: names } = processors.mail.purposes.deliver_letter;
    found.push({
      ...{ key: "mail", domain: domainOf(mail), purpose: says, fields: wordsFor(names) },
      name: `The mail service at ${domainOf(mail)}`,
    });
  }
  const traces = collector();
  if (traces && !isLoopback(traces.host)) {
    const { says, fields: names } = processors.traces.purposes.follow;
    found.push({
      ...{ key: "traces", domain: domainOf(traces.host), purpose: says, fields: wordsFor(names) },
      name: `The trace collector at ${domainOf(traces.host)}`,
    });
  }
  if (backupDir || pgBackRestStanza)
    found.push({
      ...{ key: "backups", domain: null, name: "The operator’s place for backups" },
      ...{ purpose: "to keep backups", fields: "everything, encrypted before it gets there" },
    });
  return found;
}

const wordsFor = (names: readonly Field[]) => names.map((name) => fields[name].says).join(" and ");

/** The domain of a host without the host's own label, where one is left that means somebody. */
function domainOf(host: string): string {
  const labels = host.toLowerCase().split(".");
  return labels.length > 2 && !isIpAddress(host) ? labels.slice(1).join(".") : host.toLowerCase();
}

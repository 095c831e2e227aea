"use client";

import { useState, type FormEvent } from "react";

import { ProofField, useProof } from "@/components/password/proof-field";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { needsProof } from "@/lib/policy/proof";
import type { UserRow } from "@/lib/users/user";

import type { BulkVerb } from "@/components/users/bulk-verbs";
import { RoleChoice } from "./change-role";

type Props = { verb: BulkVerb; rows: UserRow[]; onClose: () => void; changed: () => void };
type Failed = { name: string; says: string };

/** Says whom it concerns and who is left out, runs one by one, and tells what was refused. */
export default function BulkDialog({ verb, rows, onClose, changed }: Props) {
  const concerned = rows.filter(({ may }) => may.includes(verb.verb));
  const left = rows.filter(({ may }) => !may.includes(verb.verb));
  const proof = useProof(concerned.some((row) => needsProof(verb.verb, row)));
  const [done, setDone] = useState<number | null>(null);
  const [failed, setFailed] = useState<Failed[] | null>(null);
  const title = `${verb.label} ${usersOf(concerned.length)}`;

  async function run(event: FormEvent<HTMLFormElement>, close: () => void) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const role = form.get("role");
    const given = { role: typeof role === "string" ? role : "", ...proof.from(form) };
    const refused: Failed[] = [];
    for (const [index, { id, name }] of concerned.entries()) {
      setDone(index);
      const outcome = await verb.run(id, given).catch(() => null);
      if (!outcome?.ok)
        refused.push({ name, says: outcome?.says ?? "The server could not be reached." });
    }
    setDone(null);
    changed();
    if (refused.length > 0) return setFailed(refused);
    toast(`Done for ${usersOf(concerned.length)}.`, verb.undo && (() => void undo(verb.undo!)));
    close();
  }

  async function undo(one: NonNullable<BulkVerb["undo"]>) {
    for (const { id } of concerned) await one(id).catch(() => null);
    changed();
  }

  return (
    <Dialog title={title} onClose={onClose}>
      {(close) =>
        failed ? (
          <>
            <div className="dialog-body">
              <Notice
                tone="warn"
                alert
                title={`${failed.length} of ${concerned.length} were refused`}
              >
                <ul className="grid gap-1">
                  {failed.map(({ name, says }) => (
                    <li key={name}>
                      <bdi className="font-medium">{name}</bdi>: {says}
                    </li>
                  ))}
                </ul>
              </Notice>
            </div>
            <div className="dialog-foot">
              <button type="button" className="btn" onClick={close}>
                Close
              </button>
            </div>
          </>
        ) : (
          <form className="contents" onSubmit={(event) => void run(event, close)}>
            <div className="dialog-body">
              <p className="text-muted">{verb.means}</p>
              <p>
                <Names rows={concerned} />
              </p>
              {left.length > 0 && (
                <Notice tone="warn">
                  <p>
                    {usersOf(left.length)} will be left out, because this cannot be done to them:{" "}
                    <Names rows={left} />
                  </p>
                </Notice>
              )}
              {proof.asked && (
                <ProofField because="this concerns an owner" errors={{}} refusal={null} />
              )}
              {verb.asksRole && <RoleChoice chosen="user" />}
              {done !== null && (
                <p role="status" className="tabular-nums text-muted">
                  {done + 1} of {concerned.length}…
                </p>
              )}
            </div>
            <DialogFoot close={close} pending={done !== null} verb={title} danger={verb.danger} />
          </form>
        )
      }
    </Dialog>
  );
}

const shown = 8;

function Names({ rows }: { rows: UserRow[] }) {
  return (
    <>
      {rows.slice(0, shown).map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 && ", "}
          <bdi className="font-medium">{name}</bdi>
        </span>
      ))}
      {rows.length > shown && ` and ${rows.length - shown} more`}.
    </>
  );
}

const usersOf = (count: number) => (count === 1 ? "1 user" : `${count} users`);

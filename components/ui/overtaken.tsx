"use client";

import { useState } from "react";

import type { Refusal } from "@/lib/gate/failure";

import { Notice } from "./notice";

type Row = { name: string; label: string; theirs: string; yours: string; followed: boolean };
type Told = { version: number };

/**
 * An edit of something that counts its versions. When someone was faster, what they made of it stands beside what is in
 * the form, field by field. What one had not touched follows them; the rest stays as typed, and saving again goes over
 * theirs knowingly.
 *
 * @param fields the names of the form's fields, with their labels
 */
export function useEdit<T extends Told>(
  opened: T,
  latest: () => Promise<T>,
  fields: Partial<Record<keyof T & string, string>>,
) {
  const [base, setBase] = useState(opened);
  const [rows, setRows] = useState<Row[] | null>(null);
  const [form, setForm] = useState<HTMLFormElement | null>(null);

  async function refused(refusal: Refusal, from: HTMLFormElement) {
    if (refusal.code !== "changed_since") return;
    const theirs = await latest().catch(() => null);
    if (!theirs) return;
    const told = (Object.entries(fields) as [keyof T & string, string][])
      .map(([name, label]) => {
        const [was, now, yours] = [text(base[name]), text(theirs[name]), typed(from, name)];
        return { name, label, was, theirs: now, yours, followed: yours === was };
      })
      .filter(({ was, theirs: now, yours }) => was !== now && yours !== now);
    for (const { name, theirs: now, followed } of told) if (followed) write(from, name, now);
    setForm(from);
    setRows(told);
    setBase(theirs);
  }

  return {
    version: base.version,
    overtaken: rows !== null,
    refused: (refusal: Refusal, from: HTMLFormElement) => void refused(refusal, from),
    notice: rows && (
      <Overtaken rows={rows} use={(row) => form && write(form, row.name, row.theirs)} />
    ),
  };
}

const text = (value: unknown) => (typeof value === "string" ? value : "");
const control = (form: HTMLFormElement, name: string) =>
  form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement | null;
const typed = (form: HTMLFormElement, name: string) => control(form, name)?.value ?? "";

function write(form: HTMLFormElement, name: string, value: string) {
  const field = control(form, name);
  if (!field) return;
  if (field instanceof HTMLSelectElement && ![...field.options].some((one) => one.value === value))
    field.add(new Option(value, value));
  field.value = value;
  // What stands behind a field of React's own, like a picker, takes it over.
  if (field instanceof Element) field.dispatchEvent(new Event("written"));
}

function Overtaken({ rows, use }: { rows: Row[]; use: (row: Row) => void }) {
  if (!rows.length)
    return (
      <Notice tone="warn">
        <p>What they changed is not in this form. Save again to keep yours.</p>
      </Notice>
    );
  return (
    <Notice tone="warn" title="Theirs beside yours">
      <table className="w-full text-sm">
        <thead className="text-muted">
          <tr>
            <th className="pb-1 text-start font-medium">Field</th>
            <th className="pb-1 text-start font-medium">Theirs</th>
            <th className="pb-1 text-start font-medium">Yours</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} className="border-t border-line align-top">
              <th scope="row" className="py-1.5 pe-3 text-start font-medium">
                {row.label}
              </th>
              <td className="py-1.5 pe-3 wrap-anywhere">
                <Value of={row.theirs} />
              </td>
              <td className="py-1.5 wrap-anywhere">
                {row.followed ? (
                  <span className="text-muted">Untouched, so theirs now stands below</span>
                ) : (
                  <>
                    <Value of={row.yours} />
                    <button type="button" className="link ms-3" onClick={() => use(row)}>
                      Use theirs
                    </button>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>Go on typing, or save yours over theirs.</p>
    </Notice>
  );
}

function Value({ of }: { of: string }) {
  return of ? <bdi>{of}</bdi> : <span className="text-muted">Nothing</span>;
}

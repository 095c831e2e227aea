import type { Field } from "@/lib/api/openapi/reference";

import { Limits, TypeWords } from "./type-words";

type Props = {
  label: string;
  fields: Field[];
  /** whether each says where it is sent */
  places?: boolean;
};

/** What is sent or told, name by name. */
export function FieldTable({ label, fields, places = false }: Props) {
  return (
    <table aria-label={label} className="w-full table-fixed text-sm">
      <thead className="text-muted">
        <tr>
          <th className="w-2/5 pb-1 text-start font-medium">Name</th>
          <th className="pb-1 text-start font-medium">What it is</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ name, place, required, schema }) => (
          <tr key={`${place} ${name}`} className="border-t border-line align-top">
            <th scope="row" className="py-1.5 pe-3 text-start font-normal wrap-anywhere">
              <code className="font-mono">{name}</code>
              {places && (
                <span className="block text-xs text-muted">
                  {place === "path" ? "in the address" : `in the ${place}`}
                  {required ? "" : ", optional"}
                </span>
              )}
              {!places && !required && (
                <span className="block text-xs text-muted">may be left out</span>
              )}
            </th>
            <td className="py-1.5 wrap-anywhere">
              <TypeWords schema={schema} />
              <Limits schema={schema} />
              {schema.description && (
                <span className="block text-muted">{schema.description.replaceAll("`", "")}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

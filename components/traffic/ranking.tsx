import type { ReactNode } from "react";

import { Section } from "@/components/ui/section";

type Props = {
  title: string;
  about: string;
  /** what stands there when there are no rows */
  none: string;
  columns: string[];
  rows: { id: string; name: ReactNode; cells: ReactNode[] }[];
  id?: string;
};

/** The foremost of something, with their numbers. */
export function Ranking({ title, about, none, columns, rows, id }: Props) {
  return (
    <div id={id} className="min-w-0 scroll-mt-5">
      <Section title={title} about={about}>
        {rows.length === 0 ? (
          <p className="text-muted">{none}</p>
        ) : (
          <table className="ranking">
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column}>{column}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ id: row, name, cells }) => (
                <tr key={row}>
                  <th scope="row">{name}</th>
                  {cells.map((cell, place) => (
                    <td key={columns[place + 1]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Section>
    </div>
  );
}

"use client";

import { useState } from "react";

type Props = {
  nouns: { name: string; slug: string; links: { id: string; summary: string; words: string }[] }[];
};

/** Every operation by its noun, narrowed by what is typed: words of the sentence, an address, or a verb. */
export function ReferenceIndex({ nouns }: Props) {
  const [typed, setTyped] = useState("");
  const needle = typed.trim().toLowerCase();
  const found = nouns
    .map(({ name, slug, links }) => ({
      name,
      slug,
      links: links.filter(({ summary, words }) =>
        `${summary} ${words} ${name}`.toLowerCase().includes(needle),
      ),
    }))
    .filter(({ links }) => links.length > 0);
  return (
    <nav
      aria-label="Operations"
      className="grid content-start gap-4 pb-8 lg:sticky lg:top-0 lg:max-h-dvh lg:overflow-y-auto lg:py-2"
    >
      <div className="field">
        <label htmlFor="find">Find an operation</label>
        <input
          id="find"
          type="search"
          className="input"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          placeholder="pause, /users, user.pause"
        />
      </div>
      <details open className="lg:contents">
        <summary className="cursor-pointer py-1 font-semibold lg:hidden">All operations</summary>
        <div className="grid gap-4 max-lg:max-h-72 max-lg:overflow-y-auto">
          {found.map(({ name, slug, links }) => (
            <div key={name} className="grid gap-1">
              <a
                href={`/developers/api/${slug}`}
                className="rounded-md px-2 py-1 text-sm font-semibold text-muted hover:bg-hover"
              >
                {name}
              </a>
              <ul className="grid">
                {links.map(({ id, summary }) => (
                  <li key={id}>
                    <a
                      href={`/developers/api/${slug}#${id}`}
                      className="block rounded-md px-2 py-1 text-sm hover:bg-hover"
                    >
                      {summary}
                    </a>
                  </li>
                ))}
              </ul>
            </div>
          ))}
          {found.length === 0 && (
            <p role="status">Nothing is called like that. Try another word.</p>
          )}
          <p className="grid gap-1 border-t border-line pt-3 text-sm">
            <a className="rounded-md px-2 py-1 hover:bg-hover" href="/developers/api/objects">
              Objects
            </a>
            <a className="rounded-md px-2 py-1 hover:bg-hover" href="/developers/api#errors">
              Errors, and what to do
            </a>
          </p>
        </div>
      </details>
    </nav>
  );
}

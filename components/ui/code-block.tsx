"use client";

import { useId, useState } from "react";

import { Icon } from "./icon";

type Props = {
  /** what it is, in words */
  title: string;
  code: string;
  /** long lines break instead of scrolling */
  wrap?: boolean;
};

/** Code to read and to take along: one press copies it, and says so. */
export function CodeBlock({ title, code, wrap }: Props) {
  const id = useId();
  const [said, setSaid] = useState("");

  async function copy() {
    const copied = await navigator.clipboard.writeText(code).then(
      () => true,
      () => false,
    );
    setSaid(copied ? "Copied" : "Select it to copy");
    setTimeout(() => setSaid(""), 3_000);
  }

  return (
    <figure className="code" data-wrap={wrap || undefined}>
      <figcaption>
        <span id={id} className="min-w-0">
          {title}
        </span>
        <span role="status">{said}</span>
        <button
          type="button"
          className="btn btn-quiet btn-small"
          aria-label={`Copy: ${title}`}
          onClick={() => void copy()}
        >
          <Icon name={said === "Copied" ? "check" : "copy"} />
          Copy
        </button>
      </figcaption>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be reached by keyboard */}
      <pre tabIndex={0} role="group" aria-labelledby={id} translate="no">
        <code>{code}</code>
      </pre>
    </figure>
  );
}

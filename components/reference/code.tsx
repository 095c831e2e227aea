import { Icon } from "@/components/ui/icon";

/** Something to be typed or read as it is, with a button that copies it. */
export function Code({ label, text }: { label: string; text: string }) {
  return (
    <figure className="code" data-wrap>
      <figcaption>
        {label}
        <button
          type="button"
          className="btn btn-quiet btn-small ms-auto"
          aria-label={`Copy: ${label}`}
          data-copy
        >
          <Icon name="copy" />
          Copy
        </button>
      </figcaption>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be reached by keyboard */}
      <pre tabIndex={0} role="group" aria-label={label}>
        <code>{text}</code>
      </pre>
    </figure>
  );
}

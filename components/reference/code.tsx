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
      <pre>
        <code>{text}</code>
      </pre>
    </figure>
  );
}

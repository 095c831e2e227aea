import { Icon } from "@/components/ui/icon";

/** Something to be typed or read as it is, with a button that copies it. */
export function Code({ label, text }: { label: string; text: string }) {
  return (
    <figure className="relative rounded-md border border-line bg-sunken" data-copied="false">
      <figcaption className="flex items-center justify-between gap-2 border-b border-line px-3 py-1 text-sm text-muted">
        {label}
        <button
          type="button"
          className="btn btn-quiet btn-small btn-square"
          aria-label={`Copy: ${label}`}
          data-copy
        >
          <Icon name="copy" />
        </button>
      </figcaption>
      <pre className="px-3 py-2 font-mono text-sm wrap-anywhere whitespace-pre-wrap">
        <code>{text}</code>
      </pre>
    </figure>
  );
}

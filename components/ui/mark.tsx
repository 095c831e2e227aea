/** The product's mark: a tower with a keyhole. */
export function Mark({ className = "size-7" }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true" focusable="false">
      <path className="fill-accent" d="M5 4h5v4h3.5V4h5v4H22V4h5v10l-3 3v11H8V17l-3-3z" />
      <path
        className="fill-on-accent"
        d="M16 14a3 3 0 0 1 1.6 5.5L18.5 24h-5l.9-4.5A3 3 0 0 1 16 14z"
      />
    </svg>
  );
}

"use client";

/** The last resort, when even the frame failed. It can count on nothing, not even the style sheet. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <body>
        <main>
          <h1>This page could not be shown</h1>
          <p>
            Something went wrong on our side. Try again; if it stays, quote the request id{" "}
            {error.digest}.
          </p>
          <button type="button" onClick={reset}>
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}

import { showMailboxLetter } from "@/lib/mail/mailbox";

/** The HTML part of a letter, framed by its page: no script, no network, whatever it contains. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const letter = await showMailboxLetter((await params).id);
  if (!letter?.html) return new Response("There is no such letter.", { status: 404 });
  return new Response(letter.html, {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy":
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
      "Cache-Control": "private, no-store",
    },
  });
}

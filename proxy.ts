import { NextResponse, type NextRequest } from "next/server";

/**
 * Gives every page a content security policy with a nonce of its own and forbids storing the page.
 * Next takes the nonce for its scripts from the policy on the request. Pages are told their own path, to lead back
 * to after a sign-in.
 * The address that follows a sign-out also clears what the browser kept (P32).
 */
export function proxy(request: NextRequest) {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = policyWith(nonce);

  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  headers.set("x-castellan-path", request.nextUrl.pathname + request.nextUrl.search);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("Cache-Control", "private, no-store");
  if (request.nextUrl.searchParams.has("signed-out"))
    response.headers.set("Clear-Site-Data", '"cache", "storage"');
  return response;
}

const development = process.env.NODE_ENV === "development";

function policyWith(nonce: string) {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Pages only: the API, static files and the framed letter set their own headers. */
export const config = {
  matcher: [
    "/((?!api/|_next/static|_next/image|icons\\.svg|icon\\.svg|favicon\\.ico|mailbox/[^/]+/html).*)",
  ],
};

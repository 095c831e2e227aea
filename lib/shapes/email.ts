import { z } from "zod";

/** The form of an address that two spellings of one mailbox share: the only one that is compared, looked up and counted. */
export type SameEmail = string & z.$brand<"same e-mail address">;

const WRONG = "This is not an e-mail address.";

/**
 * An e-mail address as browsers and mail servers take it (HTML, RFC 5321, RFC 6531), internationalised ones too. Kept and
 * shown in the script it was typed in, in small letters, without blanks and unseen characters around it; compare it with
 * `sameEmail` alone.
 */
export const Email = z
  .string()
  .transform(around)
  .superRefine((typed, context) => {
    if (new TextEncoder().encode(deliverable(typed) ?? typed).length > 254)
      context.addIssue("An e-mail address has at most 254 characters.");
    else if (deliverable(typed) === null) context.addIssue(WRONG);
  })
  .transform((typed) => typed.toLowerCase())
  .meta({ format: "idn-email", maxLength: 254 });

/**
 * What two spellings of one address share: small letters, and the name of the host as DNS has it. What is no address
 * is folded too, so that a sign-in with it costs and is counted the same.
 */
export function sameEmail(typed: string): SameEmail {
  const address = around(typed);
  return (deliverable(address) ?? address).toLowerCase() as SameEmail;
}

/** An address as it goes over the wire, its host in ASCII (IDNA); null where it is none. */
export function deliverable(address: string): string | null {
  const at = address.lastIndexOf("@");
  const [local, host] = [address.slice(0, at), hostOf(address.slice(at + 1))];
  if (at < 1 || !host || !isLocal(local)) return null;
  const shown = `${local.replaceAll(/\P{ASCII}/gu, "x")}@${host}`;
  return z.regexes.html5Email.test(shown) ? `${local}@${host}` : null;
}

/** Whether the mail server must know SMTPUTF8 (RFC 6531) to take a letter to this address. */
export const needsSmtpUtf8 = (address: string): boolean =>
  /\P{ASCII}/u.test(address.slice(0, address.lastIndexOf("@")));

/** What is before the @: words with single dots in between, of letters that stay themselves when folded. */
function isLocal(local: string): boolean {
  return (
    new TextEncoder().encode(local).length <= 64 &&
    local.split(".").every((word) => word !== "") &&
    !/[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(local) &&
    local.normalize("NFKC") === local &&
    ![...local].some((letter) => letter > "\x7f" && letter.toLowerCase() < "\x80")
  );
}

/** The ASCII form of a name of a host below a public domain, or null. */
function hostOf(typed: string): string | null {
  if (/[^\p{L}\p{M}\p{N}.\-\u3002\uff0e\uff61\u00b7]/u.test(typed)) return null;
  try {
    const host = new URL(`https://${typed}`).hostname;
    const labels = host.split(".");
    return labels.length > 1 && host.length <= 253 && !/^\d/.test(labels.at(-1)!) ? host : null;
  } catch {
    return null;
  }
}

/** Without what a copied address brings along: blanks and characters nobody sees at either end. */
function around(typed: string): string {
  return typed.normalize("NFC").replaceAll(unseen, "");
}
const unseen = /^[\s\p{Default_Ignorable_Code_Point}]+|[\s\p{Default_Ignorable_Code_Point}]+$/gu;

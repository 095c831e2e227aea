import { mailService } from "@/lib/egress/smtp";
import { stages } from "@/lib/egress/smtp-trouble";
import { readEnv, StartError } from "@/lib/env";
import { Email } from "@/lib/shapes/email";

/**
 * Sends one email by the way that all others take, so that an operator sees whether the mail server is set up well.
 *
 * @throws StartError with how far it came, what the mail server said, and what to check
 */
export async function mailTest(given: { to: string }): Promise<string[]> {
  const { smtpUrl, smtpCaFile, mailFrom } = readEnv(process.env);
  if (!smtpUrl)
    throw new StartError(
      "SMTP_URL is missing, so emails stay in the local mailbox. Set it to your mail server, then try again.",
    );
  const to = Email.safeParse(given.to);
  if (!to.success) throw new StartError("--to must be an e-mail address.");
  const text = "This email was sent by npx castellan mail-test. The mail server is set up well.";
  const { trouble } = await mailService(
    smtpUrl,
    mailFrom,
    smtpCaFile,
  )({ email: to.data, letter: { subject: "A test from Castellan", text, html: `<p>${text}</p>` } });
  if (trouble) throw new StartError(`${stages[trouble.stage]}\n${trouble.code}: ${trouble.says}`);
  return [`The mail server took the email. Look into the mailbox of ${to.data}.`];
}

import { defang, type LetterText } from "./render";

type Erasure = { account: string; name: string; due: string; url: string };

/** Every letter Castellan sends, in full. Links are handed in whole and stand on our own origin. */
export const letters = {
  invitation: (x: {
    account: string;
    inviter: string | null;
    url: string;
    known: boolean;
  }): LetterText => ({
    subject: `You are invited to ${defang(x.account)}`,
    paragraphs: [
      x.inviter
        ? `${defang(x.inviter)} invited you to the account ${defang(x.account)}.`
        : `You are invited to the account ${defang(x.account)}.`,
      x.known
        ? "Accept the invitation with the link below, then sign in with the password you already have."
        : "Accept the invitation by setting a password of your own with the link below.",
    ],
    action: { label: "Accept the invitation", url: x.url },
    after: [
      "The link works once, for 24 hours. If you did not expect it, you can ignore this letter.",
    ],
  }),

  staffInvitation: (x: { url: string; known: boolean }): LetterText => ({
    subject: "You are of the staff now",
    paragraphs: [
      "The operator of this installation made you one of its staff. You have an area of your own there; what customers keep in their accounts stays closed to you.",
      x.known
        ? "Sign in with the password you already have, and choose Operator."
        : "Set a password of your own with the link below, then sign in with it.",
    ],
    action: x.known
      ? { label: "Sign in", url: x.url }
      : { label: "Choose your password", url: x.url },
    after: x.known
      ? ["If you did not expect this, tell whoever runs the installation."]
      : [
          "The link works once, for 24 hours. If you did not expect it, you can ignore this letter.",
        ],
  }),

  reset: (x: { url: string; by: string | null }): LetterText => ({
    subject: "Set a new password",
    paragraphs: [
      x.by
        ? `${defang(x.by)} asked us to send you a link to set a new password.`
        : "Someone, most likely you, asked for a link to set a new password.",
    ],
    action: { label: "Set a new password", url: x.url },
    after: [
      "The link works once, for 20 minutes. Until you use it, your password stays as it is.",
      "If you did not ask for it, you can ignore this letter.",
    ],
  }),

  resetPaused: (x: { account: string }): LetterText => ({
    subject: "About your request for a new password",
    paragraphs: [
      `Someone, most likely you, asked for a link to set a new password. Your access to ${defang(x.account)} is paused, so no link was made.`,
      "Ask an administrator of the account to resume you.",
    ],
  }),

  passwordChanged: (x: { when: string; place: string | null; url: string }): LetterText => ({
    subject: "Your password was changed",
    paragraphs: [
      `Your password was changed on ${x.when}${x.place ? `, from ${defang(x.place)}` : ""}.`,
      "If that was you, there is nothing to do.",
    ],
    action: { label: "This was not me", url: x.url },
    after: ["The link lets you ask for a new password, which ends every session."],
  }),

  emailChangeAsked: (x: { url: string; by: string | null; from: string | null }): LetterText => ({
    subject: "A change of your e-mail address was started",
    paragraphs: [
      x.by
        ? `${defang(x.by)} started a change of the address you sign in with. Nothing has changed yet.`
        : "A change of the address you sign in with was started. Nothing has changed yet.",
      x.from
        ? `It takes effect when the new address confirms it, but not before ${x.from}. Until then you can stop it.`
        : "It takes effect when the new address confirms it. Until then you can stop it.",
    ],
    action: { label: "Stop the change", url: x.url },
    after: ["If you expect the change, there is nothing to do."],
  }),

  emailConfirm: (x: { url: string; from: string | null }): LetterText => ({
    subject: "Confirm your new e-mail address",
    paragraphs: [
      "This address is to become the one you sign in with. Confirm it with the link below.",
    ],
    action: { label: "Confirm this address", url: x.url },
    after: [
      x.from
        ? `The link works once, from ${x.from} on, for a day: until then the address in use can stop the change.`
        : "The link works once, for one hour.",
      "If you did not ask for it, you can ignore this letter.",
    ],
  }),

  emailChanged: (x: { url: string }): LetterText => ({
    subject: "Your e-mail address was changed",
    paragraphs: [
      "The address you sign in with was changed, and this one no longer works for signing in.",
      "If that was not you, take it back with the link below. All sessions end then.",
    ],
    action: { label: "Take my address back", url: x.url },
    after: ["The link works once, for 72 hours."],
  }),

  emailReverted: (x: { url: string }): LetterText => ({
    subject: "Your e-mail address is back",
    paragraphs: [
      "The address you sign in with is this one again. All sessions have ended, and the old password works no more.",
    ],
    action: { label: "Set a new password", url: x.url },
    after: ["The link works once, for 20 minutes. Later, ask for a fresh one where you sign in."],
  }),

  ownershipGranted: (x: { account: string; name: string; by: string }): LetterText => ({
    subject: `${defang(x.account)} has a new owner`,
    paragraphs: [
      `${defang(x.by)} made ${defang(x.name)} an owner of the account ${defang(x.account)}.`,
      "You get this letter because you own the account. If this looks wrong, talk to the other owners now.",
    ],
  }),

  keyRevoked: (x: { account: string; key: string; by: string; url: string }): LetterText => ({
    subject: `Your API key ${defang(x.key)} was revoked`,
    paragraphs: [
      `${defang(x.by)} revoked the API key ${defang(x.key)} that you made in the account ${defang(x.account)}. Every program that uses it is refused from now on.`,
      "If the program is still needed, talk to them, then make a new key.",
    ],
    action: { label: "Look at the key", url: x.url },
  }),

  keyExpires: (x: { account: string; key: string; when: string; url: string }): LetterText => ({
    subject: `Your API key ${defang(x.key)} expires on ${x.when}`,
    paragraphs: [
      `The API key ${defang(x.key)} that you made in the account ${defang(x.account)} stops working on ${x.when}. Programs that use it are refused from then on.`,
      "Rotate it now: you get a new key with the same settings, and the old one goes on for a while, so that nothing stops in between.",
    ],
    action: { label: "Rotate the key", url: x.url },
  }),

  keyExposed: (x: {
    account: string;
    key: string;
    /** whose it is, where the reader is someone else */
    holder: string | null;
    url: string;
  }): LetterText => ({
    subject: `API key ${defang(x.key)} was sent without encryption`,
    paragraphs: [
      `Key ${defang(x.key)} of the account ${defang(x.account)} was sent without encryption and no longer works: anyone between the program and us may have read it. Make a new one.`,
      x.holder
        ? `It was made by ${defang(x.holder)}. You get this letter because you own the account.`
        : "You get this letter because you made the key.",
      "Let the program use an address that begins with https, or the new key will be revoked in the same way.",
    ],
    action: { label: "See what the key did", url: x.url },
  }),

  sessionExposed: (x: { url: string }): LetterText => ({
    subject: "A session of yours was sent without encryption",
    paragraphs: [
      "A program or a browser sent the token of one of your sessions without encryption. Anyone in between may have read it, so the session was ended.",
      "Let the program use an address that begins with https, and sign in again.",
    ],
    action: { label: "Look at your sessions", url: x.url },
  }),

  webhookFailing: (x: { account: string; host: string; url: string }): LetterText => ({
    subject: `Webhooks of ${defang(x.account)} do not arrive`,
    paragraphs: [
      `For two and a half days no message to ${defang(x.host)} has arrived. They are tried again and again; after five days in all the webhook is disabled.`,
      "Messages are held from then on, so nothing is lost, but the program that waits for them learns nothing.",
    ],
    action: { label: "See what it answers", url: x.url },
    after: ["You get this letter because you own the account."],
  }),

  webhookDisabled: (x: { account: string; host: string; url: string }): LetterText => ({
    subject: `A webhook of ${defang(x.account)} was disabled`,
    paragraphs: [
      `For five days no message to ${defang(x.host)} has arrived, so the webhook was disabled.`,
      "Messages are held from now on. When the other side is well again, resume the webhook and have them sent.",
    ],
    action: { label: "Look at the webhook", url: x.url },
    after: ["You get this letter because you own the account."],
  }),

  webhookGone: (x: { account: string; host: string; url: string }): LetterText => ({
    subject: `A webhook of ${defang(x.account)} was disabled`,
    paragraphs: [
      `${defang(x.host)} answered that it wants no more messages (410), so the webhook was disabled.`,
      "Messages are held from now on. If that was a mistake, resume the webhook and have them sent; otherwise delete it.",
    ],
    action: { label: "Look at the webhook", url: x.url },
    after: ["You get this letter because you own the account."],
  }),

  supportRequested: (x: {
    account: string;
    staff: string;
    ticket: string | null;
    reason: string;
    /** what would be opened, in words */
    scope: string;
    until: string;
    url: string;
  }): LetterText => ({
    subject: `${defang(x.staff)} of the support staff asks to look into ${defang(x.account)}`,
    paragraphs: [
      `${defang(x.staff)} of the support staff asks for access to the account ${defang(x.account)}: ${x.scope}.`,
      `The reason they give${x.ticket ? `, for ticket ${defang(x.ticket)}` : ""}: ${defang(x.reason)}`,
      "Nothing is open yet. You see exactly what they would see before you decide, and you can open less than was asked for.",
    ],
    action: { label: "Look at the request", url: x.url },
    after: [
      `Without an answer the request lapses on ${x.until}. You get this letter because you own the account.`,
    ],
  }),

  glassBroken: (x: {
    account: string;
    staff: string;
    ticket: string | null;
    reason: string;
    scope: string;
    minutes: number;
    until: string;
    url: string;
  }): LetterText => ({
    subject: `${defang(x.staff)} of the support staff wants to open ${defang(x.account)} in an emergency`,
    paragraphs: [
      `${defang(x.staff)} of the support staff says there is an emergency, and wants access to the account ${defang(x.account)} without asking you first: ${x.scope}, for ${x.minutes} minutes.`,
      `The reason they give${x.ticket ? `, for ticket ${defang(x.ticket)}` : ""}: ${defang(x.reason)}`,
      `Nothing is open yet. It opens when a second of the operator’s staff agrees, until ${x.until} at the latest; you get another letter then.`,
    ],
    action: { label: "Look at it, or decline it", url: x.url },
    after: [
      "It is reviewed by the operator in any case. You get this letter because you own the account.",
    ],
  }),

  openedWithoutConsent: (x: {
    account: string;
    staff: string;
    ticket: string | null;
    reason: string;
    scope: string;
    until: string;
    url: string;
  }): LetterText => ({
    subject: `${defang(x.staff)} has access to ${defang(x.account)} without your consent, until ${x.until}`,
    paragraphs: [
      `Two of the operator’s staff agreed that there is an emergency. ${defang(x.staff)} of the support staff works in the account ${defang(x.account)} now: ${x.scope}.`,
      `The reason they give${x.ticket ? `, for ticket ${defang(x.ticket)}` : ""}: ${defang(x.reason)}`,
      `The access ends by itself on ${x.until}. Every owner can end it at once, and see each step that is taken. It is reviewed by the operator in any case.`,
    ],
    action: { label: "See what they do, or end it now", url: x.url },
    after: ["You get this letter because you own the account."],
  }),

  supportStarted: (x: {
    account: string;
    staff: string;
    by: string;
    scope: string;
    until: string;
    url: string;
  }): LetterText => ({
    subject: `${defang(x.staff)} has access to ${defang(x.account)} until ${x.until}`,
    paragraphs: [
      `${defang(x.by)} agreed that ${defang(x.staff)} of the support staff works in the account ${defang(x.account)}: ${x.scope}.`,
      `The access ends by itself on ${x.until}. Every owner can end it at once, and see each step that is taken.`,
    ],
    action: { label: "See what they do, or end it now", url: x.url },
    after: ["You get this letter because you own the account."],
  }),

  supportEnded: (x: {
    account: string;
    staff: string;
    how: string;
    looks: number;
    changes: number;
    url: string;
  }): LetterText => ({
    subject: `The access of ${defang(x.staff)} to ${defang(x.account)} has ended`,
    paragraphs: [
      `${defang(x.staff)} of the support staff has no access to the account ${defang(x.account)} any more: ${defang(x.how)}.`,
      `They looked ${times(x.looks)} and changed something ${times(x.changes)}. You can go through it step by step.`,
    ],
    action: { label: "See what was done", url: x.url },
    after: ["You get this letter because you own the account."],
  }),

  restored: (x: { account: string; of: string; on: string }): LetterText => ({
    subject: `${defang(x.account)} was restored from a backup`,
    paragraphs: [
      `On ${x.on}, the operator restored the data of the account ${defang(x.account)} from a backup.`,
      `Everything is as it was on ${x.of}. What was changed after that is lost, except permanent deletions, which were done again.`,
      "All sessions were ended and all open links are void. Roles, pauses, passwords and addresses are those of that moment: please check who is in your account.",
    ],
  }),

  erasureAsked: (x: Erasure): LetterText => ({
    subject: `${defang(x.name)} asks to be erased`,
    paragraphs: [
      `${defang(x.name)} asks for everything that the account ${defang(x.account)} holds about them to be erased.`,
      `By law, such a request has to be answered within a month: here by ${x.due}. Erase them, or refuse and say why.`,
      "If nobody answers by then, they go into the bin, and thirty days later for good.",
    ],
    action: { label: "Answer the request", url: x.url },
  }),

  erasureDue: (x: Erasure): LetterText => ({
    subject: `Nobody has answered ${defang(x.name)} yet`,
    paragraphs: [
      `${defang(x.name)} asked for everything that the account ${defang(x.account)} holds about them to be erased, and nobody has answered yet.`,
      `It has to be answered by ${x.due}. If nobody does, they go into the bin, and thirty days later for good.`,
    ],
    action: { label: "Answer the request", url: x.url },
  }),

  erasureLapsed: (x: Erasure): LetterText => ({
    subject: `${defang(x.name)} went into the bin, as they had asked`,
    paragraphs: [
      `${defang(x.name)} asked for everything that the account ${defang(x.account)} holds about them to be erased. The month to answer was over on ${x.due}, and nobody had.`,
      "They are in the bin now and are permanently deleted in thirty days. If something has to be kept by law, refuse with a reason before that, and restore them.",
    ],
    action: { label: "Look at the request", url: x.url },
  }),

  erasureNoted: (x: { account: string; due: string }): LetterText => ({
    subject: `You asked to be erased from ${defang(x.account)}`,
    paragraphs: [
      `You asked the account ${defang(x.account)} to erase everything it holds about you. You will have an answer by ${x.due}, or else it is done.`,
      "You can take it back as long as nobody has answered, under You, Privacy.",
      "If that was not you, take it back now, then change your password and end your other sessions.",
    ],
  }),

  erasureRefused: (x: { account: string; reason: string }): LetterText => ({
    subject: `${defang(x.account)} answered your request to be erased`,
    paragraphs: [
      `The account ${defang(x.account)} cannot erase what it holds about you, and says why: ${defang(x.reason)}`,
      "If you do not agree, write to whoever runs the account, or complain to the authority for data protection of your country.",
    ],
  }),

  changeAnnounced: (x: {
    account: string;
    says: string;
    until: string;
    url: string;
  }): LetterText => ({
    subject: "A change of who processes your data",
    paragraphs: [
      `${defang(x.says, 600)}.`,
      `You own the account ${defang(x.account)}, so you are told before it happens. Until ${x.until} you can object; the operator then answers you.`,
    ],
    action: { label: "Read about it, or object", url: x.url },
    after: ["If you agree, there is nothing to do."],
  }),

  changeWithdrawn: (x: { account: string; says: string; url: string }): LetterText => ({
    subject: "A change of who processes your data was withdrawn",
    paragraphs: [
      `The operator withdrew what was announced: ${defang(x.says, 600)}. It does not happen.`,
      `You get this letter because you own the account ${defang(x.account)}.`,
    ],
    action: { label: "See what is planned", url: x.url },
  }),

  locationCalledOff: (x: { account: string; says: string; url: string }): LetterText => ({
    subject: "Your data stays where it is",
    paragraphs: [
      `The operator called off what was announced: ${defang(x.says, 600)}. It does not happen.`,
      `You get this letter because you own the account ${defang(x.account)}.`,
    ],
    action: { label: "See where data lives", url: x.url },
  }),

  locationPlanned: (x: { account: string; says: string; url: string }): LetterText => ({
    subject: "A change of where your data lives",
    paragraphs: [
      `${defang(x.says, 600)}.`,
      `You own the account ${defang(x.account)}, so you are told before it happens.`,
    ],
    action: { label: "See where data lives", url: x.url },
  }),

  accountClosing: (x: {
    account: string;
    by: string;
    /** null while another owner has to confirm */
    until: string | null;
    url: string;
  }): LetterText => ({
    subject: x.until
      ? `${defang(x.account)} is being closed`
      : `${defang(x.by)} wants to close ${defang(x.account)}`,
    paragraphs: x.until
      ? [
          `${defang(x.by)} closed the account ${defang(x.account)}. Until ${x.until} everything works as before, and any owner can bring it back with one click.`,
          "After that nobody can sign in to it any more, there is no way back, and everything it holds is destroyed.",
        ]
      : [
          `${defang(x.by)} asked to close the account ${defang(x.account)}. Nothing happens before another owner confirms it.`,
          "If you do not agree, take it back. If you do, confirm it; thirty days remain to change your mind.",
        ],
    action: {
      label: x.until ? "See it, or bring it back" : "Confirm it or take it back",
      url: x.url,
    },
    after: ["You get this letter because you own the account."],
  }),

  accountKept: (x: { account: string; by: string }): LetterText => ({
    subject: `${defang(x.account)} is not closed`,
    paragraphs: [
      `${defang(x.by)} brought the account ${defang(x.account)} back. It is exactly as it was: nothing had been changed.`,
    ],
    after: ["You get this letter because you own the account."],
  }),

  holdChanged: (x: {
    account: string;
    what: "placed" | "released";
    category: "legal" | "evidence";
    until: string;
  }): LetterText => ({
    subject:
      x.what === "placed"
        ? `What ${defang(x.account)} holds is kept until ${x.until}`
        : `A hold on ${defang(x.account)} was released`,
    paragraphs: [
      x.what === "placed"
        ? `The operator placed a hold on the account ${defang(x.account)}, ${x.category === "legal" ? "for legal reasons" : "to keep evidence"}. Should the account be closed, it is not purged before ${x.until}.`
        : `The hold on the account ${defang(x.account)} that was to last until ${x.until} is over.`,
      "A hold postpones the destruction of what is there. It gives nobody access to it. It will stand in the certificate of the deletion.",
    ],
    after: ["You get this letter because you own the account."],
  }),

  certificate: (x: {
    kind: "account" | "person" | "user";
    url: string;
    goneBy: string | null;
  }): LetterText => ({
    subject: "Certificate of deletion",
    paragraphs: [
      x.kind === "account"
        ? "The account you owned is destroyed: everything it held, the keys it was sealed with, and the persons who belonged nowhere else."
        : "You are erased, as you asked: your places in all accounts, your sessions and letters, and the keys your data was sealed with.",
      "The signed certificate says what was destroyed, in numbers, and when. Keep it; it can be verified without us.",
      x.goneBy
        ? `Encrypted backups made before may hold it until ${x.goneBy}. We write once more when the last of them is gone, and forget this address then.`
        : "No backups are made here, so nothing is left. We forget this address now.",
    ],
    action: { label: "Open the certificate", url: x.url },
  }),

  backupsGone: (x: {
    kind: "account" | "person" | "user";
    url: string;
    goneBy: string | null;
  }): LetterText => ({
    subject: "The last backup is gone",
    paragraphs: [
      `No backup is left that could hold ${x.kind === "account" ? "the account you owned" : "anything about you"}. The certificate has a second signed line now that says so.`,
      "This is our last letter: the address it went to is destroyed.",
    ],
    action: { label: "Open the certificate", url: x.url },
  }),

  backupAlarm: (x: { troubles: string[]; url: string }): LetterText => ({
    subject: "Something is wrong with the backups",
    paragraphs: ["The backups of your Castellan need somebody to look at them.", ...x.troubles],
    action: { label: "Look at the backups", url: x.url },
  }),
};

const times = (count: number) => (count === 1 ? "once" : `${count} times`);

export type LetterKind = keyof typeof letters;

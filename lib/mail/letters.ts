import { defang, type LetterText } from "./render";

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

  emailConfirm: (x: { url: string }): LetterText => ({
    subject: "Confirm your new e-mail address",
    paragraphs: [
      "This address is to become the one you sign in with. Confirm it with the link below.",
    ],
    action: { label: "Confirm this address", url: x.url },
    after: [
      "The link works once, for one hour. If you did not ask for it, you can ignore this letter.",
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
};

export type LetterKind = keyof typeof letters;

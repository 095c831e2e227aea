import type { LetterKind } from "@/lib/mail/letters";

const words = {
  invitation: "Invitation",
  reset: "Link to set a password",
  resetPaused: "Word that access is paused",
  passwordChanged: "Word that the password was changed",
  emailConfirm: "Link to confirm a new address",
  emailChanged: "Word that the address was changed",
  emailReverted: "Word that the address is back",
  staffInvitation: "Invitation to the staff",
  restored: "Word that the data was restored",
  backupAlarm: "Word of trouble with the backups",
  erasureAsked: "Word that somebody asks to be erased",
  erasureDue: "Word that a request is not answered yet",
  erasureLapsed: "Word that the month to answer is over",
  erasureNoted: "Word that the request came",
  erasureRefused: "Word why a request was refused",
  ownershipGranted: "Word of the ownership",
  keyRevoked: "Word that a key was revoked",
  keyExpires: "Word that a key expires",
  keyExposed: "Word that a key was sent without encryption",
  sessionExposed: "Word that a session was sent without encryption",
  webhookFailing: "Word that a webhook is failing",
  webhookDisabled: "Word that a webhook was disabled",
  webhookGone: "Word that a webhook wants no more messages",
  changeAnnounced: "Word of a change of processors",
  changeWithdrawn: "Word that a change was withdrawn",
  locationCalledOff: "Word that a move was called off",
  locationPlanned: "Word of a change of where data lives",
  supportRequested: "Request of support for access",
  supportStarted: "Word that support has access",
  supportEnded: "Word that support has no access any more",
  glassBroken: "Word that support wants in, in an emergency",
  openedWithoutConsent: "Word that support was let in without consent",
} satisfies Record<LetterKind, string>;

/** What a letter was about. */
export const letterWords = (kind: string): string =>
  (words as Record<string, string>)[kind] ?? "Letter";

import type { DataClass } from "@/lib/accounts/held-data";

type Words = {
  name: string;
  /** what it is for */
  about: string;
  /** from when on the days are counted, where that is not when it was made */
  after?: string;
};

export const classWords: Record<DataClass, Words> = {
  users: {
    name: "Users",
    about:
      "Who is in the account: names, addresses, titles and roles, so that they can work in it.",
  },
  bin: {
    name: "Users in the bin",
    about: "Deleted users, so that a mistake can be undone.",
    after: " after they were deleted",
  },
  activity: {
    name: "Activity",
    about: "What was done, by whom and when, so that everyone who may can see it.",
  },
  removals: {
    name: "Permanent deletions",
    about: "That somebody was permanently deleted and when, without who it was.",
  },
  keys: { name: "API keys", about: "Which programs may come in, and those that could before." },
  webhooks: { name: "Webhooks", about: "Where the account wants to be told what happens." },
  deliveries: {
    name: "Webhook attempts",
    about: "What was sent to webhooks and how it was answered, to find faults.",
  },
  calls: { name: "API calls", about: "Each call of the API, to find faults and misuse." },
  sums: {
    name: "Sums of traffic",
    about: "How many calls and deliveries there were. Nobody is named.",
  },
  disclosures: {
    name: "Disclosures",
    about: "What was given to processors, like the mail service: which fields, and what for.",
  },
  sessions: {
    name: "Sessions",
    about: "Where people were signed in, so that they notice strangers.",
    after: " after they ended",
  },
  letters: {
    name: "Letters",
    about: "That an e-mail was sent and when. What it said is destroyed once it is sent.",
  },
  links: { name: "E-mailed links", about: "That there was a link, and whether it was used." },
  answers: {
    name: "Answers of the API",
    about: "What a repeated request is answered with, sealed under the account’s key.",
  },
  exports: {
    name: "Take-out archives",
    about: "Archives that were made, sealed on the disk of the installation.",
    after: " after they were made",
  },
  backups: {
    name: "Backups",
    about: "Sealed copies of the whole installation, to restore it after a loss.",
  },
};

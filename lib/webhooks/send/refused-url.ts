/** Why an address is never called, each with what the developer can do about it. */
export const refusals = {
  not_an_address: "That is not an address. Give one like https://hooks.example.com/castellan.",
  spelling:
    "The address holds spaces, backslashes or characters that cannot be seen. Type it in plainly.",
  too_long: "The address is too long. Keep it within 2,000 characters.",
  scheme: "Only https:// addresses are called, so that what is sent is encrypted on its way.",
  userinfo:
    "The address holds a user name or password. Take it out; the signature proves who calls.",
  fragment: "The part after # is never sent. Take it away.",
  port: "Only the ports 443 and 8443 are called. Use one of them, or ask the operator to allow this one.",
  host: "That name means a machine inside a network. Give a name that is known on the internet.",
  trailing_dot: "The name ends in a dot. Take the dot away.",
  address:
    "That address leads into a private or special network, which is never called. Give one on the internet, or ask the operator to allow it.",
  unknown_name: "That name is not known. Check it, and whether its DNS entry is there already.",
} as const;

export type RefusedBecause = keyof typeof refusals;

/** An address that is not called. The message is the sentence people read. */
export class RefusedUrl extends Error {
  constructor(readonly because: RefusedBecause) {
    super(refusals[because]);
  }
}

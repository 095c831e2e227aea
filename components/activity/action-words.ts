/** What the feed can be narrowed to. A noun alone stands for everything about it. */
export const actionGroups: { name: string; actions: [action: string, says: string][] }[] = [
  {
    name: "Users",
    actions: [
      ["user", "Everything about users"],
      ["user.invite", "Invited"],
      ["user.edit", "Edited"],
      ["user.pause", "Paused"],
      ["user.resume", "Resumed"],
      ["user.change_role", "Role changed"],
      ["user.delete", "Put into the bin"],
      ["user.restore", "Restored"],
      ["user.remove", "Permanently deleted"],
      ["user.leave", "Left the account"],
      ["me.request_erasure", "Asked to be erased"],
      ["privacy", "Requests to be erased, and their answers"],
      ["user.end_session", "Sessions ended by an administrator"],
      ["user.send_reset", "Password link sent by an administrator"],
    ],
  },
  {
    name: "Ownership and account",
    actions: [
      ["ownership", "Everything about ownership"],
      ["ownership.grant", "Ownership granted"],
      ["ownership.release", "Ownership released"],
      ["account", "Everything about the account"],
      ["ledger.export", "Trust ledger downloaded"],
    ],
  },
  {
    name: "Take-out",
    actions: [
      ["export", "Everything about the take-out archive"],
      ["export.request", "Asked for"],
      ["export.cancel", "Stopped or deleted"],
      ["export.download", "Downloaded"],
      ["me.request_copy", "Copy of one’s own data asked for"],
      ["me.download_copy", "Copy of one’s own data downloaded"],
    ],
  },
  {
    name: "Keys",
    actions: [
      ["api_key", "Everything about keys"],
      ["api_key.create", "Key made"],
      ["api_key.edit", "Key changed"],
      ["api_key.rotate", "Key rotated"],
      ["api_key.revoke", "Key revoked"],
      ["api_key.revoke_exposed", "Key sent without encryption"],
    ],
  },
  {
    name: "Webhooks",
    actions: [
      ["webhook", "Everything about webhooks"],
      ["webhook.create", "Webhook added"],
      ["webhook.edit", "Webhook changed"],
      ["webhook.pause", "Webhook paused"],
      ["webhook.resume", "Webhook resumed"],
      ["webhook.disable", "Webhook disabled"],
      ["webhook.delete", "Webhook deleted"],
      ["webhook.rotate_secret", "Secret rotated"],
    ],
  },
  {
    name: "Processors",
    actions: [
      ["notice", "Owners told of a change"],
      ["processor.object", "Objected to a change"],
    ],
  },
  {
    name: "Looks of the operator’s staff",
    actions: [
      ["traffic", "Everything they looked at"],
      ["traffic.look", "Looked at API calls"],
      ["traffic.look_at_webhooks", "Looked at webhook attempts"],
      ["traffic.trace", "Looked up a request"],
    ],
  },
  {
    name: "Support access",
    actions: [
      ["support", "Everything about support access"],
      ["support.request", "Asked for"],
      ["support.withdraw", "Request withdrawn"],
      ["support.invite", "Invited by an owner"],
      ["support.approve", "Agreed to"],
      ["support.decline", "Declined"],
      ["support.end", "Ended by someone"],
      ["support.close", "Ended after the time agreed on"],
    ],
  },
  {
    name: "Signing in",
    actions: [
      ["session", "Everything about sessions"],
      ["session.open", "Signed in, or tried to"],
      ["session.close", "Signed out"],
      ["password", "Passwords"],
      ["email", "E-mail addresses"],
      ["me", "Changes people made to themselves"],
    ],
  },
];

import { type SupportMode, type SupportNoun, supportNouns } from "@/lib/support/support";
import type { Standing, SupportActor } from "./actor";

type Opened = { view: readonly string[]; act: readonly string[] };

/**
 * What each noun opens to support inside an account: to look at, and with consent to act to do as well. Never passwords,
 * resets, addresses, sessions, keys, secrets, ownership, roles, deletion, or support access itself (P49).
 */
const opened: Record<SupportNoun, Opened> = {
  users: {
    view: ["user.list", "user.show"],
    act: ["user.edit", "user.pause", "user.resume"],
  },
  activity: { view: ["activity.list", "user.list_activity"], act: [] },
  account: { view: ["account.show"], act: [] },
  webhooks: {
    view: [
      "webhook.list",
      "webhook.show",
      "webhook.list_topics",
      "webhook.list_deliveries",
      "webhook.list_all_deliveries",
      "webhook.show_delivery",
      "webhook.preview_replay",
    ],
    act: [
      "webhook.pause",
      "webhook.resume",
      "webhook.test",
      "webhook.replay",
      "webhook.replay_range",
    ],
  },
  traffic: { view: ["traffic.list", "traffic.show", "traffic.overview"], act: [] },
};

/** What some nouns open, as names of verbs and questions. */
export const openedBy = (nouns: readonly SupportNoun[], mode: SupportMode): string[] =>
  nouns.flatMap((noun) => [...opened[noun].view, ...(mode === "act" ? opened[noun].act : [])]);

/** Everything any noun opens. */
export const openToSupport: readonly string[] = openedBy(supportNouns, "act");

/** Whether what an owner agreed to opens a verb or a question. */
export const opens = (me: SupportActor, name: string): boolean =>
  openedBy(me.nouns, me.mode).includes(name);

/** Whose rules hold for support on top of that: an auditor's to look, an administrator's to act, who never touches owners. */
export const standIn = ({ staffId, mode }: Pick<SupportActor, "staffId" | "mode">): Standing => ({
  kind: "user",
  userId: staffId,
  role: mode === "act" ? "administrator" : "auditor",
});

import type { BackupFigures } from "@/lib/backups/health";
import { appPool } from "@/lib/db/connection";
import { gauge } from "@/lib/metrics";
import type { Room } from "@/lib/backups/room";
import { hashingLoad } from "@/lib/passwords/hash";
import { shared } from "@/lib/runtime";
import type { CallLogState } from "@/lib/traffic/call-log";
import type { Figures } from "./figures";
import type { Load } from "./places";
import type { RequestClass } from "./shedding";

/** What was read for the scrape under way. */
type Scrape = {
  figures: Figures | null;
  ready: boolean;
  calls: CallLogState;
  backups: BackupFigures | null;
  doors: Record<RequestClass, Load>;
};

/** The gauges of a server, filled from what was read for the scrape at hand. */
export const fillGauges = (scrape: Scrape): void => {
  const held = shared<{ scrape: Scrape }>("scrape", () => {
    const holder = { scrape };
    makeGauges(() => holder.scrape);
    return holder;
  });
  held.scrape = scrape;
};

function makeGauges(now: () => Scrape): void {
  const figure = (name: string, help: string, key: keyof Figures) =>
    gauge(name, help, () => {
      const { figures } = now();
      return figures && Number(figures[key] ?? 0);
    });
  gauge("ready", "1 when the server reaches its data", () => Number(now().ready));
  figure("queue_due", "Jobs that are due", "jobsDue");
  figure("queue_oldest_seconds", "Age of the oldest job that is due", "oldestJob");
  figure("queue_given_up", "Jobs that were given up", "jobsFailed");
  figure("letters_waiting", "Letters that wait to be sent", "lettersWaiting");
  figure("letters_oldest_seconds", "Age of the oldest letter that waits", "oldestLetter");
  figure("letters_failed", "Letters of the last day that could not be sent", "lettersFailed");
  figure("deliveries_pending", "Webhook deliveries that wait", "deliveriesPending");
  figure("deliveries_oldest_seconds", "Age of the oldest webhook that waits", "oldestDelivery");
  figure("deliveries_late_seconds", "How late the first webhook is", "latestDelivery");
  figure("cleanup_age_seconds", "Since old days of traffic were last dropped", "lastCleanup");
  figure("partitions_ready", "1 when the next partitions are there", "partitionsReady");
  const backup = (name: string, help: string, key: Exclude<keyof BackupFigures, "disks">) =>
    gauge(name, help, () => now().backups?.[key] ?? null);
  backup("backups_alarms", "Alarms about backups that stand at this moment", "alarms");
  backup("backups_age_seconds", "Age of the newest backup, full or increment", "age");
  backup("backups_full_age_seconds", "Age of the newest full backup", "fullAge");
  backup("drill_age_seconds", "Since a restore was last rehearsed with success", "drillAge");
  backup("drill_failed", "1 when the last rehearsal of a restore failed", "drillFailed");
  const disk = (read: (room: Room) => number) => () =>
    Object.fromEntries(
      Object.entries(now().backups?.disks ?? {}).flatMap(([name, room]) =>
        room ? [[name, read(room)]] : [],
      ),
    );
  gauge(
    "disk_free_bytes",
    "Room on the disk of the data and of the backups",
    disk(({ free }) => free),
  );
  gauge(
    "disk_free_ratio",
    "The same as a share of the disk",
    disk(({ free, total }) => free / total),
  );
  gauge("pool_connections", "Database connections of the server", () => {
    const { totalCount, idleCount, waitingCount } = appPool();
    return { in_use: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  });
  const door = (name: string, help: string, key: keyof Load) =>
    gauge(name, help, () =>
      Object.fromEntries(Object.entries(now().doors).map(([kind, load]) => [kind, load[key]])),
    );
  door("door_inside", "Requests that hold a place, by class", "inside");
  door("door_waiting", "Requests that wait for a place, by class", "waiting");
  door("door_oldest_inside_seconds", "Age of the place held longest, by class", "oldestInside");
  door("door_oldest_waiting_seconds", "Age of the longest wait, by class", "oldestWaiting");
  gauge("hashing", "Passwords being hashed, and waiting to be", hashingLoad);
  gauge("calls", "Calls of the API on their way into the log, and lost ones", () => {
    const { waiting, lost } = now().calls;
    return { waiting, lost };
  });
  gauge("calls_spooled_bytes", "Calls that wait on this machine", () => now().calls.spooled);
  gauge("calls_failing_seconds", "Since calls cannot be stored", () => {
    const { failingSince } = now().calls;
    return failingSince ? (Date.now() - failingSince.getTime()) / 1_000 : 0;
  });
}

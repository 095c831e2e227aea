import { stayInside } from "@/lib/egress/guard";
import { tellBlockedToStaff } from "@/lib/processors/tell-blocked";

/** What every process of ours does before anything else: it keeps off the network, and tells the staff of what it kept from leaving. */
export function keepInside(): void {
  stayInside();
  tellBlockedToStaff();
}

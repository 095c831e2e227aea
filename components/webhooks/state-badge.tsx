import { Badge } from "@/components/ui/badge";
import type { DeliveryState, WebhookState } from "@/lib/webhooks/webhook";

import {
  deliveryMeanings,
  deliveryTones,
  deliveryWords,
  webhookTones,
  webhookWords,
} from "./words";

export function WebhookBadge({ state }: { state: WebhookState }) {
  return <Badge tone={webhookTones[state]}>{webhookWords[state]}</Badge>;
}

export function DeliveryBadge({ state }: { state: DeliveryState }) {
  return (
    <Badge tone={deliveryTones[state]} title={deliveryMeanings[state]}>
      {deliveryWords[state]}
    </Badge>
  );
}

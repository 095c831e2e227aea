import type { Metadata } from "next";

import { DeliveryDetail } from "@/components/webhooks/delivery-detail";
import { read } from "@/lib/gate/page";
import { showDelivery } from "@/lib/webhooks/show-delivery";

export const metadata: Metadata = { title: "Delivery" };

type Props = { params: Promise<{ deliveryId: string }> };

export default async function DeliveryPage({ params }: Props) {
  const { deliveryId } = await params;
  return <DeliveryDetail first={await read(showDelivery, { deliveryId })} />;
}

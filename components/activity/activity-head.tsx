import { PageHeader } from "@/components/ui/page-header";

/** The head of the account's feed, the same while the feed is on its way. */
export function ActivityHead() {
  return (
    <PageHeader
      title="Activity"
      about="What was done in this account, by whom and when. Nobody can change it."
    />
  );
}

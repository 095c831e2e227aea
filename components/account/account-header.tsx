import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";

export function AccountHeader({ name }: { name: string }) {
  return (
    <>
      <PageHeader title={<bdi>{name}</bdi>} about="The account everyone here has a place in." />
      <div className="pb-5">
        <Tabs
          label="About the account"
          tabs={[
            { href: "/account", name: "Overview" },
            { href: "/account/activity", name: "Activity" },
            { href: "/account/data", name: "Data" },
          ]}
        />
      </div>
    </>
  );
}

import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";

type Props = { tabs: { href: string; name: string }[] };

/** The head of the Developers area: what programs do here, and the tabs. */
export function DevelopersHeader({ tabs }: Props) {
  return (
    <>
      <PageHeader
        title="Developers"
        about="How programs work with this account: what they ask, with which keys, and what they are told."
      />
      <div className="pb-5">
        <Tabs label="Developers" tabs={tabs} />
      </div>
    </>
  );
}

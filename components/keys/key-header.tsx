import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import type { ApiKeyView } from "@/lib/api-keys/api-key";

import { KeyActions } from "./key-actions";
import { KeyBadge } from "./key-badge";

/** The head of every page about one key: which, in what state, what can be done, and the tabs. */
export function KeyHeader({ apiKey: key }: { apiKey: ApiKeyView }) {
  const root = `/developers/keys/${key.id}`;
  return (
    <>
      <PageHeader
        trail={[
          { href: "/developers", name: "Developers" },
          { href: "/developers/keys", name: "Keys" },
        ]}
        title={<bdi className="wrap-anywhere">{key.name}</bdi>}
        about={
          <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 pt-1">
            <KeyBadge apiKey={key} />
            <code className="font-mono text-sm">{key.hint}</code>
          </p>
        }
        actions={<KeyActions apiKey={key} />}
      />
      <div className="pb-5">
        <Tabs
          label={`About ${key.name}`}
          tabs={[
            { href: root, name: "Overview" },
            { href: `${root}/activity`, name: "Activity" },
          ]}
        />
      </div>
    </>
  );
}

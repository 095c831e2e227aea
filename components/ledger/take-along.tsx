import { PageField } from "@/components/page/page-field";

type Props = {
  /** the filter of the list that is shown */
  asked: Record<string, string>;
};

/** The list as a file, with the filter it is shown with. */
export function TakeAlong({ asked }: Props) {
  return (
    <form method="post" action="/trust/ledger/download" className="flex flex-wrap gap-2">
      <PageField />
      {Object.entries(asked).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button className="btn btn-small" name="format" value="csv">
        Download CSV
      </button>
      <button className="btn btn-small" name="format" value="json">
        Download JSON
      </button>
    </form>
  );
}

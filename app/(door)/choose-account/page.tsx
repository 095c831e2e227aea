import type { Metadata } from "next";

import { AccountChoiceList } from "@/components/door/account-choice";
import { DoorTitle } from "@/components/door/door-title";
import { SignOut } from "@/components/frame/sign-out";
import { DrawnFor } from "@/components/page/drawn-for";
import { choices, drawnFor } from "@/lib/gate/page";

export const metadata: Metadata = { title: "Choose an account" };

export default async function ChooseAccountPage() {
  const { accounts, operator } = await choices();
  return (
    <DrawnFor drawn={await drawnFor()} door>
      <DoorTitle title="Choose an account">
        {accounts.length > 0 || operator
          ? "You can change over at any time, from the top of the rail."
          : "You have no place in any account at the moment. Ask whoever runs yours."}
      </DoorTitle>
      <AccountChoiceList accounts={accounts} operator={operator} />
      <SignOut className="btn btn-quiet btn-small justify-self-center" />
    </DrawnFor>
  );
}

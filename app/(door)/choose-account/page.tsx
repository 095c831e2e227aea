import type { Metadata } from "next";

import { AccountChoiceList } from "@/components/door/account-choice";
import { DoorTitle } from "@/components/door/door-title";
import { SignOut } from "@/components/frame/sign-out";
import { accountChoices } from "@/lib/gate/page";

export const metadata: Metadata = { title: "Choose an account" };

export default async function ChooseAccountPage() {
  const accounts = await accountChoices();
  return (
    <>
      <DoorTitle title="Choose an account">
        {accounts.length > 0
          ? "You can change over at any time, from the top of the rail."
          : "You have no place in any account at the moment. Ask whoever runs yours."}
      </DoorTitle>
      <AccountChoiceList accounts={accounts} />
      <SignOut className="btn btn-quiet btn-small justify-self-center" />
    </>
  );
}

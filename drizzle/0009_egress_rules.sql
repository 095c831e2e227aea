-- What leaves the installation: a ledger that the application can add to, and neither change nor cut.

ALTER TABLE disclosures ENABLE ROW LEVEL SECURITY; ALTER TABLE disclosures FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_account_or_person ON disclosures TO castellan_app
  USING (account_id = castellan.account_id() OR person_id = castellan.person_id())
  WITH CHECK (account_id = castellan.account_id() OR (account_id IS NULL AND person_id = castellan.person_id()));
--> statement-breakpoint
GRANT SELECT, INSERT ON disclosures TO castellan_app;

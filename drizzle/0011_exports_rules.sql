-- Exports: an account sees its archives, a person sees their own copies, and nobody sees a file without its row.

ALTER TABLE exports ENABLE ROW LEVEL SECURITY; ALTER TABLE exports FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_account_or_person ON exports TO castellan_app
  USING (account_id = castellan.account_id() OR person_id = castellan.person_id())
  WITH CHECK (account_id = castellan.account_id() OR person_id = castellan.person_id());
--> statement-breakpoint
CREATE POLICY gatekeeper ON exports TO castellan_gatekeeper USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON exports TO castellan_app;
--> statement-breakpoint
GRANT SELECT, UPDATE, DELETE ON exports TO castellan_gatekeeper;
--> statement-breakpoint
ALTER TABLE imports ENABLE ROW LEVEL SECURITY; ALTER TABLE imports FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_account ON imports TO castellan_app
  USING (account_id = castellan.account_id()) WITH CHECK (account_id = castellan.account_id());
--> statement-breakpoint
CREATE POLICY gatekeeper ON imports TO castellan_gatekeeper USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON imports TO castellan_app;
--> statement-breakpoint
GRANT SELECT ON imports TO castellan_gatekeeper;
--> statement-breakpoint
-- The mark is the owner's to write: whoever serves people cannot turn one installation into another.
GRANT SELECT ON installation TO castellan_app, castellan_support;
--> statement-breakpoint
GRANT CREATE ON SCHEMA castellan TO castellan_gatekeeper;
--> statement-breakpoint

-- The files that somebody may still have, by their names; every other file may go.
CREATE FUNCTION castellan.export_files() RETURNS TABLE (run uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT e.run FROM exports e WHERE e.state IN ('running', 'ready') AND e.run IS NOT NULL
$$;
--> statement-breakpoint
-- Takes the key from archives whose days are over, and forgets what was asked for long ago.
CREATE FUNCTION castellan.expire_exports() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE exports SET state = 'expired', file_key = NULL WHERE state = 'ready' AND expires_at <= now();
  DELETE FROM exports WHERE requested_at < now() - interval '400 days' AND state NOT IN ('queued', 'running', 'ready');
$$;
--> statement-breakpoint
-- Whether an archive has become an account here already.
CREATE FUNCTION castellan.is_imported(archive uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM imports WHERE id = archive)
$$;
--> statement-breakpoint
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['export_files()', 'expire_exports()', 'is_imported(uuid)'] LOOP
    EXECUTE format('ALTER FUNCTION castellan.%s OWNER TO castellan_gatekeeper', f);
    EXECUTE format('REVOKE ALL ON FUNCTION castellan.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION castellan.%s TO castellan_app', f);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA castellan FROM castellan_gatekeeper;

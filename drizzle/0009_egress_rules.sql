-- What leaves the installation: a ledger that the application can add to, and neither change nor cut.

ALTER TABLE disclosures ENABLE ROW LEVEL SECURITY; ALTER TABLE disclosures FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_account_or_person ON disclosures TO castellan_app
  USING (account_id = castellan.account_id() OR person_id = castellan.person_id())
  WITH CHECK (account_id = castellan.account_id() OR (account_id IS NULL AND person_id = castellan.person_id()));
--> statement-breakpoint
GRANT SELECT, INSERT ON disclosures TO castellan_app;
--> statement-breakpoint

-- The register of processors: an announcement is dated by the database, its window is the setting of that moment, and only the
-- owner of the tables notes what was found at the first start.
CREATE FUNCTION castellan.notice_days() RETURNS integer LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT s.notice_days FROM settings s $$;
--> statement-breakpoint
ALTER TABLE processor_changes ALTER COLUMN window_days SET DEFAULT castellan.notice_days();
--> statement-breakpoint
GRANT SELECT ON processors, processor_changes TO castellan_app, castellan_support;
--> statement-breakpoint
GRANT INSERT (id, key, domain, name, purpose, fields, country, url) ON processors TO castellan_app, castellan_support;
--> statement-breakpoint
GRANT INSERT (id, kind, processor_id, replaces, effective_at), UPDATE (withdrawn_at) ON processor_changes TO castellan_app, castellan_support;
--> statement-breakpoint
GRANT UPDATE (notice_days) ON settings TO castellan_app;
--> statement-breakpoint

-- When each row of the register is valid: from the change that brought it to the change that ends it, withdrawn ones apart.
CREATE FUNCTION castellan.processors_in_time() RETURNS TABLE (id uuid, key text, domain text, name text, purpose text,
  fields text, country text, url text, since timestamptz, until timestamptz)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.id, p.key, p.domain, p.name, p.purpose, p.fields, p.country, p.url,
    (SELECT min(c.effective_at) FROM processor_changes c
      WHERE c.processor_id = p.id AND c.kind <> 'removed' AND c.withdrawn_at IS NULL),
    (SELECT min(c.effective_at) FROM processor_changes c WHERE c.withdrawn_at IS NULL
      AND (c.replaces = p.id OR (c.kind = 'removed' AND c.processor_id = p.id)))
  FROM processors p ORDER BY p.name, p.id
$$;
--> statement-breakpoint
CREATE FUNCTION castellan.standing_of(which text) RETURNS TABLE (domain text, since timestamptz, until timestamptz, now timestamptz)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.domain, p.since, p.until, now() FROM castellan.processors_in_time() p WHERE p.key = which
$$;
--> statement-breakpoint
ALTER TABLE processor_objections ENABLE ROW LEVEL SECURITY; ALTER TABLE processor_objections FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_account ON processor_objections TO castellan_app
  USING (account_id = castellan.account_id()) WITH CHECK (account_id = castellan.account_id());
--> statement-breakpoint
GRANT SELECT, INSERT ON processor_objections TO castellan_app;
--> statement-breakpoint
CREATE POLICY gatekeeper ON processor_objections FOR SELECT TO castellan_gatekeeper USING (true);
--> statement-breakpoint
GRANT SELECT ON processor_objections TO castellan_gatekeeper;
--> statement-breakpoint
GRANT CREATE ON SCHEMA castellan TO castellan_gatekeeper;
--> statement-breakpoint

-- What owners have against changes, for the staff who answer them.
CREATE FUNCTION castellan.objections() RETURNS TABLE (account_id uuid, change_id uuid, reason bytea, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM castellan.insist_on_staff('security');
  RETURN QUERY SELECT o.account_id, o.change_id, o.reason, o.at FROM processor_objections o
    ORDER BY o.at DESC, o.account_id LIMIT 500;
END $$;
--> statement-breakpoint
ALTER FUNCTION castellan.objections() OWNER TO castellan_gatekeeper;
--> statement-breakpoint
REVOKE ALL ON FUNCTION castellan.objections() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION castellan.objections() TO castellan_app, castellan_support;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA castellan FROM castellan_gatekeeper;
--> statement-breakpoint

-- The register of locations: added to and ended, never rewritten.
GRANT SELECT, INSERT, UPDATE (until) ON locations TO castellan_app, castellan_support;

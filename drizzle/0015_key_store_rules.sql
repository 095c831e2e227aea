-- Keys of accounts and persons: the application makes and reads them, and destroys those of whoever is in scope.

GRANT SELECT ON key_place TO castellan_app, castellan_support;
--> statement-breakpoint
GRANT SELECT, DELETE ON account_keys, person_keys TO castellan_gatekeeper;
--> statement-breakpoint
CREATE POLICY gatekeeper ON account_keys TO castellan_gatekeeper USING (true);
--> statement-breakpoint
CREATE POLICY gatekeeper ON person_keys TO castellan_gatekeeper USING (true);
--> statement-breakpoint
GRANT CREATE ON SCHEMA castellan TO castellan_gatekeeper;
--> statement-breakpoint

-- Destroys the keys of the account or the person in scope, and tells which they were (P65).
CREATE FUNCTION castellan.destroy_keys(kind text, id uuid) RETURNS TABLE (version integer, wrapped bytea, root_key_id text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF kind = 'account' AND id = castellan.account_id() THEN
    RETURN QUERY DELETE FROM account_keys k WHERE k.account_id = id
      RETURNING k.version, k.wrapped, k.root_key_id;
  ELSIF kind = 'person' AND id = castellan.person_id() THEN
    RETURN QUERY DELETE FROM person_keys k WHERE k.person_id = id
      RETURNING k.version, k.wrapped, k.root_key_id;
  ELSE
    RAISE EXCEPTION 'keys are destroyed of whoever is in scope alone';
  END IF;
END $$;
--> statement-breakpoint
ALTER FUNCTION castellan.destroy_keys(text, uuid) OWNER TO castellan_gatekeeper;
--> statement-breakpoint
REVOKE ALL ON FUNCTION castellan.destroy_keys(text, uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION castellan.destroy_keys(text, uuid) TO castellan_app;
--> statement-breakpoint
DO $$ BEGIN
  EXECUTE format('GRANT EXECUTE ON FUNCTION castellan.destroy_keys(text, uuid) TO %I', current_user);
END $$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA castellan FROM castellan_gatekeeper;

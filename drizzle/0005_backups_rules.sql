-- Backups: what the database remembers of them, and how it forgets again what a restore has brought back.

GRANT SELECT ON backups, backup_state, backup_alarms, drills, restores TO castellan_app;
--> statement-breakpoint
GRANT INSERT ON erasures TO castellan_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON erasures TO castellan_gatekeeper;
--> statement-breakpoint
GRANT UPDATE (state, next_at) ON webhook_deliveries TO castellan_gatekeeper;
--> statement-breakpoint
GRANT UPDATE (fanned_out_at) ON webhook_messages TO castellan_gatekeeper;
--> statement-breakpoint
GRANT DELETE ON users, persons TO castellan_gatekeeper;
--> statement-breakpoint
GRANT INSERT ON ledger TO castellan_gatekeeper;
--> statement-breakpoint
CREATE POLICY gatekeeper ON ledger TO castellan_gatekeeper USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT CREATE ON SCHEMA castellan TO castellan_gatekeeper;
--> statement-breakpoint

-- Does again what was done before the restore: permanently deletes a user, or revokes a key. A restored account may not
-- yet have had another owner; it then waits for one, as when it was set up.
CREATE FUNCTION castellan.replay_erasure(erasure uuid, erased_at timestamptz, what text, account uuid, object uuid, person uuid)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE gone integer; destroyed integer;
BEGIN
  INSERT INTO erasures (id, at, kind, account_id, object_id, person_id)
    VALUES (erasure, erased_at, what, account, object, person) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  IF what = 'api_key' THEN
    UPDATE api_keys SET revoked_at = erased_at, revoked_because = 'person', version = version + 1
      WHERE account_id = account AND id = object AND revoked_at IS NULL;
    RETURN FOUND;
  END IF;
  PERFORM set_config('castellan.account_id', account::text, true);
  UPDATE accounts SET state = 'setting_up' WHERE id = account AND state = 'active' AND active_owner_count = 1
    AND EXISTS (SELECT FROM users WHERE account_id = account AND id = object AND role = 'owner' AND status = 'active');
  DELETE FROM users WHERE account_id = account AND id = object;
  GET DIAGNOSTICS gone = ROW_COUNT;
  destroyed := castellan.destroy_activity(object);
  IF gone > 0 THEN
    INSERT INTO ledger (account_id, id, at, kind, actor_kind, destroyed, request_id)
      VALUES (account, erasure, erased_at, 'user', 'system', destroyed, 'replay of ' || erasure);
  END IF;
  DELETE FROM persons p WHERE p.id = person AND NOT EXISTS (SELECT FROM users u WHERE u.person_id = p.id)
    AND NOT EXISTS (SELECT FROM staff s WHERE s.person_id = p.id);
  PERFORM set_config('castellan.account_id', '', true);
  RETURN gone > 0;
END $$;
--> statement-breakpoint
ALTER FUNCTION castellan.replay_erasure(uuid, timestamptz, text, uuid, uuid, uuid) OWNER TO castellan_gatekeeper;
--> statement-breakpoint
REVOKE ALL ON FUNCTION castellan.replay_erasure(uuid, timestamptz, text, uuid, uuid, uuid) FROM PUBLIC;
--> statement-breakpoint
DO $$ BEGIN
  EXECUTE format('GRANT EXECUTE ON FUNCTION castellan.replay_erasure(uuid, timestamptz, text, uuid, uuid, uuid) TO %I', current_user);
END $$;
--> statement-breakpoint

-- The operator's people who are told when something is wrong with the backups.
CREATE FUNCTION castellan.technical_staff() RETURNS TABLE (person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.person_id FROM staff s WHERE s.ended_at IS NULL AND 'technical' = ANY (string_to_array(s.roles, ' '))
$$;
--> statement-breakpoint
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['technical_staff()'] LOOP
    EXECUTE format('ALTER FUNCTION castellan.%s OWNER TO castellan_gatekeeper', f);
    EXECUTE format('REVOKE ALL ON FUNCTION castellan.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION castellan.%s TO castellan_app', f);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA castellan FROM castellan_gatekeeper;

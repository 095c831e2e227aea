-- Support access: only with a live grant does anyone of the staff read a row of an account (P47).

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['support_grants', 'support_looks'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY gatekeeper ON %I TO castellan_gatekeeper USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY of_account_or_person ON support_grants TO castellan_app
  USING (account_id = castellan.account_id() OR person_id = castellan.person_id())
  WITH CHECK (account_id = castellan.account_id() OR person_id = castellan.person_id());
--> statement-breakpoint
CREATE POLICY of_account ON support_looks TO castellan_app
  USING (account_id = castellan.account_id()) WITH CHECK (account_id = castellan.account_id());
--> statement-breakpoint

-- What was asked, by whom and when, never changes; a step that was recorded neither.
GRANT SELECT, INSERT ON support_grants, support_looks TO castellan_app;
--> statement-breakpoint
GRANT UPDATE (nouns, fields, mode, minutes, decision, answered_at, answered_by, answer, starts_at, ends_at, ended_at,
  ended_by, told_owners) ON support_grants TO castellan_app;
--> statement-breakpoint
GRANT UPDATE (support_ceiling_minutes) ON settings TO castellan_app;
--> statement-breakpoint
GRANT SELECT ON support_grants TO castellan_gatekeeper;
--> statement-breakpoint
GRANT SELECT (account_id), UPDATE (sought) ON support_looks TO castellan_gatekeeper;
--> statement-breakpoint

-- The state of a grant at this moment: the clock of the database decides, and nothing has to be written for it.
CREATE FUNCTION castellan.support_state(g support_grants) RETURNS text LANGUAGE sql VOLATILE
  SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE
    WHEN g.decision IN ('declined', 'withdrawn') THEN g.decision
    WHEN g.ended_at IS NOT NULL OR g.ends_at <= clock_timestamp() THEN 'ended'
    WHEN g.starts_at IS NOT NULL THEN 'live'
    WHEN g.lapses_at <= clock_timestamp() THEN 'lapsed'
    WHEN g.decision = 'approved' THEN 'invited'
    ELSE 'pending' END
$$;
--> statement-breakpoint

-- Since when someone owns the account is for nobody to say: an owner made while support was inside approves nothing.
CREATE FUNCTION castellan.keep_owner_since() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.owner_since := CASE
    WHEN NEW.role <> 'owner' THEN NULL
    WHEN TG_OP = 'UPDATE' THEN CASE WHEN OLD.role = 'owner' THEN OLD.owner_since ELSE clock_timestamp() END
    ELSE clock_timestamp() END;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_owner_since BEFORE INSERT OR UPDATE ON users
  FOR EACH ROW EXECUTE FUNCTION castellan.keep_owner_since();
--> statement-breakpoint

GRANT CREATE ON SCHEMA castellan TO castellan_gatekeeper;
--> statement-breakpoint
-- Whom an owner can invite: the staff who may be let in at all.
CREATE FUNCTION castellan.support_staff() RETURNS TABLE (id uuid, person_id uuid, name bytea, roles text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.id, s.person_id, s.name, s.roles FROM staff s
  WHERE s.ended_at IS NULL AND 'support' = ANY (string_to_array(s.roles, ' ')) ORDER BY s.created_at, s.id
$$;
--> statement-breakpoint
-- The owners of the account in scope who can sign in, each with what keeps them from giving consent (P48).
CREATE FUNCTION castellan.support_approvers() RETURNS TABLE (user_id uuid, hindrance text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.id, CASE
      WHEN EXISTS (SELECT FROM staff s WHERE s.person_id = u.person_id AND s.ended_at IS NULL) THEN 'staff'
      WHEN EXISTS (SELECT FROM support_grants g WHERE g.account_id = u.account_id AND g.starts_at <= u.owner_since
        AND u.owner_since < coalesce(g.ended_at, g.ends_at)) THEN 'new_owner' END
  FROM users u
  WHERE u.account_id = castellan.account_id() AND u.role = 'owner' AND u.status = 'active' ORDER BY u.created_at, u.id
$$;
--> statement-breakpoint
-- Whether there is an account of that id to ask for access to; for the staff who may ask.
CREATE FUNCTION castellan.is_account(account uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM castellan.insist_on_staff('support');
  RETURN EXISTS (SELECT FROM accounts WHERE id = account AND state = 'active');
END $$;
--> statement-breakpoint
-- As before, and the words support searched for, which may name the user; that it looked stays on record.
CREATE OR REPLACE FUNCTION castellan.destroy_activity(object uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE destroyed integer; account uuid := castellan.account_id();
  hands uuid[] := object || ARRAY(SELECT id FROM api_keys WHERE account_id = account AND holder_id = object);
BEGIN
  DELETE FROM activity WHERE account_id = account AND object_id = object;
  GET DIAGNOSTICS destroyed = ROW_COUNT;
  UPDATE activity SET actor_kind = 'deleted', actor_id = NULL, actor_detail = NULL, session_id = NULL
    WHERE account_id = account AND actor_id = object;
  UPDATE activity SET actor_detail = NULL WHERE account_id = account AND actor_id = ANY (hands);
  UPDATE api_keys SET used_from = NULL, networks = NULL WHERE account_id = account AND holder_id = object;
  UPDATE api_calls SET actor_id = NULL, origin = NULL WHERE account_id = account AND actor_id = object;
  DELETE FROM idempotency WHERE sealed_for = account;
  UPDATE support_looks SET sought = NULL WHERE account_id = account;
  UPDATE webhook_messages SET payload = NULL
    WHERE account_id = account AND payload IS NOT NULL AND (object_id = object OR actor_id = ANY (hands));
  UPDATE webhook_deliveries d SET state = 'failed', next_at = NULL, done_at = now()
    FROM webhook_messages m
    WHERE m.account_id = account AND (m.object_id = object OR m.actor_id = ANY (hands))
      AND d.account_id = account AND d.message_id = m.id AND d.state IN ('pending', 'held');
  UPDATE webhook_attempts a SET excerpt = NULL
    FROM webhook_messages m JOIN webhook_deliveries d ON d.account_id = m.account_id AND d.message_id = m.id
    WHERE m.account_id = account AND (m.object_id = object OR m.actor_id = ANY (hands))
      AND a.account_id = account AND a.delivery_id = d.id AND a.excerpt IS NOT NULL;
  RETURN destroyed;
END $$;
--> statement-breakpoint
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['support_staff()', 'support_approvers()', 'is_account(uuid)'] LOOP
    EXECUTE format('ALTER FUNCTION castellan.%s OWNER TO castellan_gatekeeper', f);
    EXECUTE format('REVOKE ALL ON FUNCTION castellan.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION castellan.%s TO castellan_app', f);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA castellan FROM castellan_gatekeeper;

-- Leaving: when a closed account is sealed and when it may be purged, by the database's clock and nothing else.

DO $$ BEGIN
  CREATE ROLE castellan_purger NOLOGIN NOSUPERUSER NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
--> statement-breakpoint
DO $$ BEGIN
  EXECUTE format('GRANT castellan_purger TO %I', current_user);
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public, castellan TO castellan_purger;
--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['closures', 'holds'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY of_account ON %I TO castellan_app
      USING (account_id = castellan.account_id()) WITH CHECK (account_id = castellan.account_id())', t);
    EXECUTE format('CREATE POLICY gatekeeper ON %I TO castellan_gatekeeper USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT SELECT, INSERT ON closures, holds, purges TO castellan_app;
--> statement-breakpoint
GRANT UPDATE (confirmed_by, cooling_since, cooling_ends_at, cancelled_at, cancelled_by) ON closures TO castellan_app;
--> statement-breakpoint
GRANT UPDATE (released_at, released_by) ON holds TO castellan_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON purge_runs TO castellan_app;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON purge_recipients TO castellan_app;
--> statement-breakpoint
GRANT UPDATE (told_at) ON purge_recipients TO castellan_app;
--> statement-breakpoint
GRANT UPDATE (cleanup_every_days) ON settings TO castellan_app;
--> statement-breakpoint
GRANT SELECT ON closures, holds, cleanups, purges TO castellan_gatekeeper;
--> statement-breakpoint
GRANT SELECT (created_at) ON installation_keys TO castellan_gatekeeper;
--> statement-breakpoint
GRANT SELECT, DELETE ON disclosures TO castellan_gatekeeper;
--> statement-breakpoint
CREATE POLICY gatekeeper ON disclosures TO castellan_gatekeeper USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT ON purges, accounts TO castellan_purger;
--> statement-breakpoint
GRANT SELECT, INSERT ON purge_runs TO castellan_purger;
--> statement-breakpoint
GRANT CREATE ON SCHEMA castellan TO castellan_gatekeeper;
--> statement-breakpoint

-- Whether nobody gets into an account any more: its cooling-off is over and nobody cancelled, whether or not a job has run.
CREATE FUNCTION castellan.is_sealed(account uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM closures c WHERE c.account_id = account AND c.cancelled_at IS NULL AND c.cooling_ends_at <= now())
    OR EXISTS (SELECT FROM accounts a WHERE a.id = account AND a.state = 'purging')
$$;
--> statement-breakpoint
-- As before, and never into an account that is sealed (V7.3, V7.4).
CREATE OR REPLACE FUNCTION castellan.enter_session(hash bytea)
RETURNS TABLE (session_id uuid, kind text, person_id uuid, account_id uuid, user_id uuid, role text, card bytea,
  confirmed_at timestamptz, at timestamptz, staff_id uuid, staff_name bytea, staff_roles text,
  grant_id uuid, grant_account uuid, nouns text, fields text, mode text, ends_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE s record; g support_grants;
BEGIN
  SELECT se.id, se.kind, se.person_id, se.account_id, se.user_id, se.seen_at, se.confirmed_at, se.grant_id,
      u.role, u.status, u.card, a.state, st.id AS staff_id, st.name AS staff_name, st.roles AS staff_roles
    INTO s
    FROM sessions se
    LEFT JOIN users u ON u.account_id = se.account_id AND u.id = se.user_id
    LEFT JOIN accounts a ON a.id = se.account_id
    LEFT JOIN staff st ON se.account_id IS NULL AND st.person_id = se.person_id AND st.ended_at IS NULL
    WHERE se.token_hash = hash AND se.ended_at IS NULL AND se.expires_at > now()
      AND se.seen_at > now() - interval '30 minutes';
  IF NOT FOUND OR (s.account_id IS NOT NULL AND (s.status <> 'active' OR s.state <> 'active'
      OR castellan.is_sealed(s.account_id))) THEN
    RETURN;
  END IF;
  IF s.staff_id IS NOT NULL AND s.grant_id IS NOT NULL THEN
    SELECT * INTO g FROM support_grants gr
      WHERE gr.person_id = s.person_id AND gr.id = s.grant_id AND castellan.support_state(gr) = 'live'
        AND 'support' = ANY (string_to_array(s.staff_roles, ' '))
        AND EXISTS (SELECT FROM accounts o WHERE o.id = gr.account_id AND o.state = 'active')
        AND NOT castellan.is_sealed(gr.account_id);
  END IF;
  PERFORM set_config('castellan.person_id', s.person_id::text, true),
    set_config('castellan.account_id', coalesce(s.account_id::text, g.account_id::text, ''), true),
    set_config('castellan.session', CASE WHEN s.staff_id IS NULL THEN '' ELSE encode(hash, 'hex') END, true);
  IF s.seen_at < now() - interval '1 minute' THEN
    UPDATE sessions SET seen_at = now() WHERE id = s.id;
    IF s.account_id IS NOT NULL THEN
      INSERT INTO presence AS p (account_id, user_id, seen_at) VALUES (s.account_id, s.user_id, now())
        ON CONFLICT ON CONSTRAINT presence_account_id_user_id_pk DO UPDATE SET seen_at = now();
    END IF;
  END IF;
  RETURN QUERY SELECT s.id, s.kind, s.person_id, s.account_id, s.user_id, s.role, s.card, s.confirmed_at, now(),
    s.staff_id, s.staff_name, s.staff_roles, s.grant_id, g.account_id, g.nouns, g.fields, g.mode, g.ends_at;
END $$;
--> statement-breakpoint
-- As before, and no key of an account that is sealed.
CREATE OR REPLACE FUNCTION castellan.enter_key(hash bytea)
RETURNS TABLE (key_id uuid, account_id uuid, name bytea, scopes text, networks bytea, rested boolean, user_id uuid, role text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE k record;
BEGIN
  SELECT ke.account_id, ke.id, ke.name, ke.scopes, ke.networks, ke.used_at, u.id AS user_id, u.role, u.status
    INTO k
    FROM api_keys ke
    JOIN accounts a ON a.id = ke.account_id AND a.state = 'active' AND NOT castellan.is_sealed(a.id)
    JOIN users u ON u.account_id = ke.account_id AND u.id = ke.holder_id AND u.status = 'active'
    WHERE ke.key_hash = hash AND ke.revoked_at IS NULL AND ke.expires_at > now();
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('castellan.account_id', k.account_id::text, true), set_config('castellan.person_id', '', true);
  RETURN QUERY SELECT k.id, k.account_id, k.name, k.scopes, k.networks,
    k.used_at IS NULL OR k.used_at < now() - interval '1 minute', k.user_id, k.role;
END $$;
--> statement-breakpoint
-- Keys that expire within a week and whose holder was not told yet. One made for a few days reminds nobody.
CREATE OR REPLACE FUNCTION castellan.due_keys() RETURNS TABLE (account_id uuid, key_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT k.account_id, k.id FROM api_keys k
  JOIN accounts a ON a.id = k.account_id AND a.state = 'active' AND NOT castellan.is_sealed(a.id)
  JOIN users u ON u.account_id = k.account_id AND u.id = k.holder_id AND u.status = 'active'
  WHERE k.revoked_at IS NULL AND k.reminded_at IS NULL AND k.successor_id IS NULL
    AND k.expires_at > now() AND k.expires_at <= now() + interval '7 days'
    AND k.expires_at - k.created_at > interval '8 days'
  ORDER BY k.expires_at LIMIT 1000;
$$;
--> statement-breakpoint
-- Users whose pause has ended, and users whose thirty days in the bin are over; at random, so that some who cannot be
-- helped never keep others waiting.
CREATE OR REPLACE FUNCTION castellan.due_users() RETURNS TABLE (account_id uuid, user_id uuid, due text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  (SELECT u.account_id, u.id, 'resume' FROM users u
    WHERE u.status = 'paused' AND u.paused_until IS NOT NULL AND u.paused_until <= now()
      AND NOT castellan.is_sealed(u.account_id) ORDER BY random() LIMIT 500)
  UNION ALL
  (SELECT u.account_id, u.id, 'remove' FROM users u
    WHERE u.status = 'deleted' AND u.deleted_at <= now() - interval '30 days'
      AND NOT castellan.is_sealed(u.account_id) ORDER BY random() LIMIT 500)
$$;
--> statement-breakpoint
-- Endpoints whose deliveries have been due for a minute, and accounts whose messages have waited as long: the queue should
-- have brought them long ago. At random, so that some who cannot be helped never keep others waiting.
CREATE OR REPLACE FUNCTION castellan.overdue_webhooks() RETURNS TABLE (account_id uuid, endpoint_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  (SELECT e.account_id, e.id FROM webhook_endpoints e
    WHERE e.state <> 'deleted' AND NOT castellan.is_sealed(e.account_id)
      AND coalesce(e.rest_until, now()) <= now() AND coalesce(e.busy_until, now()) <= now()
      AND EXISTS (SELECT FROM webhook_deliveries d WHERE d.account_id = e.account_id AND d.endpoint_id = e.id
        AND d.state = 'pending' AND d.next_at < now() - interval '1 minute')
    ORDER BY random() LIMIT 500)
  UNION ALL
  (SELECT account_id, NULL FROM (SELECT DISTINCT m.account_id FROM webhook_messages m
    WHERE m.fanned_out_at IS NULL AND m.at < now() - interval '1 minute'
      AND NOT castellan.is_sealed(m.account_id)) late ORDER BY random() LIMIT 500)
$$;
--> statement-breakpoint
-- The accounts a person is in, with their status there; of an account that is sealed it says only that.
CREATE OR REPLACE FUNCTION castellan.places(person uuid)
RETURNS TABLE (account_id uuid, user_id uuid, role text, status text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.account_id, u.id, u.role, CASE WHEN castellan.is_sealed(u.account_id) THEN 'sealed' ELSE u.status END
  FROM users u WHERE u.person_id = person ORDER BY u.created_at, u.id
$$;
--> statement-breakpoint

-- The first clean-up at a moment or after it. Clean-ups are as far apart as the operator says, counted from the day the
-- installation was made, so that a date that was shown stays.
CREATE FUNCTION castellan.cleanup_after(moment timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT first + every * ceil(extract(epoch FROM moment - first) / extract(epoch FROM every))::float8
  FROM (SELECT (SELECT min(created_at) FROM installation_keys) AS first, cleanup_every_days * interval '24 hours' AS every
    FROM settings) grid
$$;
--> statement-breakpoint
-- When an account that is closed is purged: after its cooling-off and its holds, at once or at the next clean-up.
CREATE FUNCTION castellan.purge_due(account uuid) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE WHEN c.on_request THEN ready ELSE castellan.cleanup_after(ready) END
  FROM closures c CROSS JOIN LATERAL (SELECT greatest(c.cooling_ends_at,
    (SELECT max(h.until) FROM holds h WHERE h.account_id = c.account_id AND h.released_at IS NULL AND h.until > now())) AS ready) r
  WHERE c.account_id = account AND c.cancelled_at IS NULL
$$;
--> statement-breakpoint
-- How many persons would go with the account in scope. Of those who never accepted it is not told whether they are elsewhere.
CREATE FUNCTION castellan.persons_only_here() RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT count(*)::integer FROM users u WHERE u.account_id = castellan.account_id() AND u.accepted_at IS NOT NULL
    AND NOT EXISTS (SELECT FROM users o WHERE o.person_id = u.person_id AND o.account_id <> u.account_id)
    AND NOT EXISTS (SELECT FROM staff s WHERE s.person_id = u.person_id AND s.ended_at IS NULL)
$$;
--> statement-breakpoint
CREATE FUNCTION castellan.due_purges() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT c.account_id FROM closures c JOIN accounts a ON a.id = c.account_id AND a.state <> 'purging'
  WHERE c.cancelled_at IS NULL AND castellan.purge_due(c.account_id) <= now() ORDER BY c.cooling_ends_at
$$;
--> statement-breakpoint
-- Begins the purge of an account that is due, for good: waits for whoever writes to it at this moment, and lets nobody in
-- again. No row when it is not due.
CREATE FUNCTION castellan.begin_purge(account uuid)
RETURNS TABLE (requested_at timestamptz, cooling_ends_at timestamptz, on_request boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM accounts WHERE id = account FOR UPDATE;
  IF account NOT IN (SELECT castellan.due_purges()) THEN RETURN; END IF;
  UPDATE accounts SET state = 'purging' WHERE id = account;
  RETURN QUERY SELECT c.requested_at, c.cooling_ends_at, c.on_request FROM closures c
    WHERE c.account_id = account AND c.cancelled_at IS NULL;
END $$;
--> statement-breakpoint

-- What the purger may touch: the account it says it purges, when that is under way or over, and nobody else's rows.
CREATE FUNCTION castellan.purge_scope() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.id FROM (SELECT nullif(current_setting('castellan.purge_account', true), '')::uuid AS id) s
  WHERE NOT EXISTS (SELECT FROM accounts a WHERE a.id = s.id AND a.state <> 'purging')
$$;
--> statement-breakpoint

-- What was told of the person in scope outside of any account goes with the person, and so do copies of their data; what was
-- told in an account stays there, with an id that names nobody any more. Answers with the files of the copies.
CREATE FUNCTION castellan.destroy_loose() RETURNS SETOF uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DELETE FROM disclosures WHERE account_id IS NULL AND person_id = castellan.person_id();
  DELETE FROM exports WHERE account_id IS NULL AND person_id = castellan.person_id() RETURNING run;
$$;
--> statement-breakpoint

-- Closed accounts as the staff see them: ids, times and counts.
CREATE FUNCTION castellan.closing_accounts()
RETURNS TABLE (account_id uuid, requested_at timestamptz, cooling_since timestamptz, cooling_ends_at timestamptz,
  on_request boolean, due_at timestamptz, users integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM castellan.insist_on_staff('any');
  RETURN QUERY SELECT c.account_id, c.requested_at, c.cooling_since, c.cooling_ends_at, c.on_request,
      castellan.purge_due(c.account_id), a.user_count
    FROM closures c JOIN accounts a ON a.id = c.account_id AND a.state <> 'purging' WHERE c.cancelled_at IS NULL
    ORDER BY c.requested_at, c.account_id LIMIT 500;
END $$;
--> statement-breakpoint
CREATE FUNCTION castellan.live_holds()
RETURNS TABLE (account_id uuid, id uuid, category text, placed_at timestamptz, until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM castellan.insist_on_staff('any');
  RETURN QUERY SELECT h.account_id, h.id, h.category, h.placed_at, h.until FROM holds h
    WHERE h.released_at IS NULL AND h.until > now() ORDER BY h.placed_at, h.id LIMIT 500;
END $$;
--> statement-breakpoint
-- Who was destroyed lately, so that every process forgets their keys.
CREATE FUNCTION castellan.gone_lately() RETURNS TABLE (kind text, object_id uuid, person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT e.kind, e.object_id, e.person_id FROM erasures e WHERE e.at > now() - interval '10 minutes' AND e.kind <> 'api_key'
$$;
--> statement-breakpoint

-- Does again what was done before the restore: permanently deletes a user or a person, revokes a key, or shuts an account for
-- its purge. A restored account may not yet have had another owner; it then waits for one, as when it was set up.
CREATE OR REPLACE FUNCTION castellan.replay_erasure(erasure uuid, erased_at timestamptz, what text, account uuid, object uuid, person uuid)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE u record; destroyed integer; gone integer := 0;
BEGIN
  INSERT INTO erasures (id, at, kind, account_id, object_id, person_id)
    VALUES (erasure, erased_at, what, account, object, person) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  IF what = 'api_key' THEN
    UPDATE api_keys SET revoked_at = erased_at, revoked_because = 'person', version = version + 1
      WHERE account_id = account AND id = object AND revoked_at IS NULL;
    RETURN FOUND;
  END IF;
  IF what = 'account' THEN
    UPDATE accounts SET state = 'purging' WHERE id = account;
    RETURN FOUND;
  END IF;
  FOR u IN SELECT account_id, id FROM users
    WHERE CASE WHEN what = 'person' THEN person_id = object ELSE account_id = account AND id = object END
  LOOP
    PERFORM set_config('castellan.account_id', u.account_id::text, true);
    UPDATE accounts SET state = 'setting_up' WHERE id = u.account_id AND state = 'active' AND active_owner_count = 1
      AND EXISTS (SELECT FROM users o WHERE o.account_id = u.account_id AND o.id = u.id AND role = 'owner' AND status = 'active');
    DELETE FROM users d WHERE d.account_id = u.account_id AND d.id = u.id;
    destroyed := castellan.destroy_activity(u.id);
    INSERT INTO ledger (account_id, id, at, kind, actor_kind, destroyed, request_id)
      VALUES (u.account_id, erasure, erased_at, 'user', 'system', destroyed, 'replay of ' || erasure);
    gone := gone + 1;
  END LOOP;
  IF what = 'user' AND gone = 0 THEN
    PERFORM set_config('castellan.account_id', account::text, true), castellan.destroy_activity(object);
  END IF;
  DELETE FROM persons p WHERE p.id = person AND NOT EXISTS (SELECT FROM users o WHERE o.person_id = p.id)
    AND NOT EXISTS (SELECT FROM staff s WHERE s.person_id = p.id);
  PERFORM set_config('castellan.account_id', '', true);
  RETURN gone > 0;
END $$;
--> statement-breakpoint

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['cleanup_after(timestamptz)', 'purge_due(uuid)', 'due_purges()', 'persons_only_here()', 'begin_purge(uuid)',
    'destroy_loose()', 'purge_scope()', 'closing_accounts()', 'live_holds()', 'gone_lately()'] LOOP
    EXECUTE format('ALTER FUNCTION castellan.%s OWNER TO castellan_gatekeeper', f);
    EXECUTE format('REVOKE ALL ON FUNCTION castellan.%s FROM PUBLIC', f);
  END LOOP;
  FOREACH f IN ARRAY ARRAY['cleanup_after(timestamptz)', 'purge_due(uuid)', 'due_purges()', 'persons_only_here()', 'begin_purge(uuid)',
    'destroy_loose()', 'closing_accounts()', 'live_holds()', 'gone_lately()'] LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION castellan.%s TO castellan_app', f);
  END LOOP;
  GRANT EXECUTE ON FUNCTION castellan.purge_scope() TO castellan_purger;
END $$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA castellan FROM castellan_gatekeeper;

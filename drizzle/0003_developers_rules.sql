-- Keys, traffic, webhooks and staff: who the database itself lets see and change what.

INSERT INTO settings (id) VALUES (1);
--> statement-breakpoint
ALTER TABLE api_keys ADD CONSTRAINT api_keys_holder FOREIGN KEY (account_id, holder_id)
  REFERENCES users (account_id, id) ON DELETE SET NULL (holder_id);
--> statement-breakpoint
ALTER TABLE webhook_endpoints ADD CONSTRAINT webhook_endpoints_creator FOREIGN KEY (account_id, created_by)
  REFERENCES users (account_id, id) ON DELETE SET NULL (created_by);
--> statement-breakpoint

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['api_keys', 'api_calls', 'traffic_rollups', 'webhook_endpoints', 'webhook_secrets',
    'webhook_messages', 'webhook_deliveries', 'webhook_attempts'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY of_account ON %I TO castellan_app
      USING (account_id = castellan.account_id()) WITH CHECK (account_id = castellan.account_id())', t);
    EXECUTE format('CREATE POLICY gatekeeper ON %I TO castellan_gatekeeper USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;
--> statement-breakpoint
ALTER TABLE staff ENABLE ROW LEVEL SECURITY; ALTER TABLE staff FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_person ON staff TO castellan_app
  USING (person_id = castellan.person_id()) WITH CHECK (person_id = castellan.person_id());
--> statement-breakpoint
CREATE POLICY gatekeeper ON staff TO castellan_gatekeeper USING (true) WITH CHECK (true);
--> statement-breakpoint

GRANT SELECT, INSERT, UPDATE ON api_keys, traffic_rollups, webhook_endpoints, webhook_deliveries, staff TO castellan_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON webhook_messages TO castellan_app;
--> statement-breakpoint
GRANT UPDATE (fanned_out_at) ON webhook_messages TO castellan_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_secrets, idempotency TO castellan_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON api_calls, webhook_attempts, installation_log TO castellan_app;
--> statement-breakpoint
GRANT SELECT ON settings, cleanups TO castellan_app;
--> statement-breakpoint
GRANT UPDATE (call_retention_days) ON settings TO castellan_app;
--> statement-breakpoint
GRANT SELECT, UPDATE ON api_keys TO castellan_gatekeeper;
--> statement-breakpoint
GRANT SELECT ON staff, api_calls, traffic_rollups, webhook_endpoints, webhook_messages, webhook_deliveries, webhook_attempts
  TO castellan_gatekeeper;
--> statement-breakpoint
GRANT SELECT, DELETE ON idempotency TO castellan_gatekeeper;
--> statement-breakpoint
GRANT UPDATE (payload), DELETE ON webhook_messages TO castellan_gatekeeper;
--> statement-breakpoint
GRANT UPDATE (state, next_at, done_at) ON webhook_deliveries TO castellan_gatekeeper;
--> statement-breakpoint
GRANT UPDATE (excerpt) ON webhook_attempts TO castellan_gatekeeper;
--> statement-breakpoint
GRANT UPDATE (actor_id, origin) ON api_calls TO castellan_gatekeeper;
--> statement-breakpoint
GRANT DELETE ON traffic_rollups TO castellan_gatekeeper;
--> statement-breakpoint
GRANT DELETE ON webhook_secrets TO castellan_gatekeeper;
--> statement-breakpoint
GRANT SELECT ON webhook_secrets, settings TO castellan_gatekeeper;
--> statement-breakpoint
GRANT CREATE ON SCHEMA castellan TO castellan_gatekeeper;
--> statement-breakpoint

-- Authenticates an API key by its hash and opens the scope of its account; no row when it is not live. Whoever made it
-- comes along as they are now: the key may no more than they.
CREATE FUNCTION castellan.enter_key(hash bytea)
RETURNS TABLE (key_id uuid, account_id uuid, name bytea, scopes text, networks bytea, rested boolean, user_id uuid, role text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE k record;
BEGIN
  SELECT ke.account_id, ke.id, ke.name, ke.scopes, ke.networks, ke.used_at, u.id AS user_id, u.role, u.status
    INTO k
    FROM api_keys ke
    JOIN accounts a ON a.id = ke.account_id AND a.state = 'active'
    JOIN users u ON u.account_id = ke.account_id AND u.id = ke.holder_id AND u.status = 'active'
    WHERE ke.key_hash = hash AND ke.revoked_at IS NULL AND ke.expires_at > now();
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('castellan.account_id', k.account_id::text, true), set_config('castellan.person_id', '', true);
  RETURN QUERY SELECT k.id, k.account_id, k.name, k.scopes, k.networks,
    k.used_at IS NULL OR k.used_at < now() - interval '1 minute', k.user_id, k.role;
END $$;
--> statement-breakpoint

-- Whose key a hash belongs to, also while its holder is away: one that was exposed must not come back with them (P27).
CREATE FUNCTION castellan.key_of(hash bytea) RETURNS TABLE (account_id uuid, key_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT k.account_id, k.id FROM api_keys k
  WHERE k.key_hash = hash AND k.revoked_at IS NULL AND k.expires_at > now();
$$;
--> statement-breakpoint
-- Keys that expire within a week and whose holder was not told yet. One made for a few days reminds nobody.
CREATE FUNCTION castellan.due_keys() RETURNS TABLE (account_id uuid, key_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT k.account_id, k.id FROM api_keys k
  JOIN accounts a ON a.id = k.account_id AND a.state = 'active'
  JOIN users u ON u.account_id = k.account_id AND u.id = k.holder_id AND u.status = 'active'
  WHERE k.revoked_at IS NULL AND k.reminded_at IS NULL AND k.successor_id IS NULL
    AND k.expires_at > now() AND k.expires_at <= now() + interval '7 days'
    AND k.expires_at - k.created_at > interval '8 days'
  ORDER BY k.expires_at LIMIT 1000;
$$;
--> statement-breakpoint

-- As before, and for a session in no account, whether its person is of the staff (V7.3, V7.4).
DROP FUNCTION castellan.enter_session(bytea);
--> statement-breakpoint
CREATE FUNCTION castellan.enter_session(hash bytea)
RETURNS TABLE (session_id uuid, kind text, person_id uuid, account_id uuid, user_id uuid, role text, card bytea,
  confirmed_at timestamptz, at timestamptz, staff_id uuid, staff_name bytea, staff_roles text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE s record;
BEGIN
  SELECT se.id, se.kind, se.person_id, se.account_id, se.user_id, se.seen_at, se.confirmed_at,
      u.role, u.status, u.card, a.state, st.id AS staff_id, st.name AS staff_name, st.roles AS staff_roles
    INTO s
    FROM sessions se
    LEFT JOIN users u ON u.account_id = se.account_id AND u.id = se.user_id
    LEFT JOIN accounts a ON a.id = se.account_id
    LEFT JOIN staff st ON se.account_id IS NULL AND st.person_id = se.person_id AND st.ended_at IS NULL
    WHERE se.token_hash = hash AND se.ended_at IS NULL AND se.expires_at > now()
      AND se.seen_at > now() - interval '30 minutes';
  IF NOT FOUND OR (s.account_id IS NOT NULL AND (s.status <> 'active' OR s.state <> 'active')) THEN
    RETURN;
  END IF;
  PERFORM set_config('castellan.person_id', s.person_id::text, true),
    set_config('castellan.account_id', coalesce(s.account_id::text, ''), true);
  IF s.seen_at < now() - interval '1 minute' THEN
    UPDATE sessions SET seen_at = now() WHERE id = s.id;
    IF s.account_id IS NOT NULL THEN
      INSERT INTO presence AS p (account_id, user_id, seen_at) VALUES (s.account_id, s.user_id, now())
        ON CONFLICT ON CONSTRAINT presence_account_id_user_id_pk DO UPDATE SET seen_at = now();
    END IF;
  END IF;
  RETURN QUERY SELECT s.id, s.kind, s.person_id, s.account_id, s.user_id, s.role, s.card, s.confirmed_at, now(),
    s.staff_id, s.staff_name, s.staff_roles;
END $$;
--> statement-breakpoint
-- As before, and who made calls from where, and what webhooks hold of the user: payloads of messages about them or by them, and what was sent and
-- answered. That there were messages and attempts stays for as long as it is promised (P35, P37); what was not delivered
-- yet never will be.
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
-- Endpoints whose deliveries have been due for a minute, and accounts whose messages have waited as long: the queue should
-- have brought them long ago. At random, so that some who cannot be helped never keep others waiting.
CREATE FUNCTION castellan.overdue_webhooks() RETURNS TABLE (account_id uuid, endpoint_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  (SELECT e.account_id, e.id FROM webhook_endpoints e
    WHERE e.state <> 'deleted' AND coalesce(e.rest_until, now()) <= now() AND coalesce(e.busy_until, now()) <= now()
      AND EXISTS (SELECT FROM webhook_deliveries d WHERE d.account_id = e.account_id AND d.endpoint_id = e.id
        AND d.state = 'pending' AND d.next_at < now() - interval '1 minute')
    ORDER BY random() LIMIT 500)
  UNION ALL
  (SELECT account_id, NULL FROM (SELECT DISTINCT m.account_id FROM webhook_messages m
    WHERE m.fanned_out_at IS NULL AND m.at < now() - interval '1 minute') late ORDER BY random() LIMIT 500)
$$;
--> statement-breakpoint
-- Messages past the retention that nobody waits for any more go with their deliveries; held and waiting ones never do.
CREATE FUNCTION castellan.tidy_webhooks() RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE gone integer;
BEGIN
  DELETE FROM webhook_messages m WHERE (m.account_id, m.id) IN (
    SELECT o.account_id, o.id FROM webhook_messages o
    WHERE o.at < now() - (SELECT call_retention_days FROM settings) * interval '1 day' AND o.fanned_out_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM webhook_deliveries d
        WHERE d.account_id = o.account_id AND d.message_id = o.id AND d.state IN ('pending', 'held'))
    LIMIT 20000);
  GET DIAGNOSTICS gone = ROW_COUNT;
  DELETE FROM webhook_secrets WHERE expires_at < now() - interval '30 days';
  RETURN gone;
END $$;
--> statement-breakpoint
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['enter_key(bytea)', 'key_of(bytea)', 'due_keys()', 'enter_session(bytea)', 'overdue_webhooks()', 'tidy_webhooks()'] LOOP
    EXECUTE format('ALTER FUNCTION castellan.%s OWNER TO castellan_gatekeeper', f);
    EXECUTE format('REVOKE ALL ON FUNCTION castellan.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION castellan.%s TO castellan_app', f);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA castellan FROM castellan_gatekeeper;
--> statement-breakpoint

-- What the staff see, and nothing besides (P39): people of the installation itself, and counts, states, times and ids of
-- accounts. Only functions that the gatekeeper owns look past the walls, and none of them reads what is sealed for an
-- account. No scope of an account is ever open in a session of theirs.
CREATE UNIQUE INDEX links_one_alive_of_staff ON links (person_id)
  WHERE consumed_at IS NULL AND voided_at IS NULL AND purpose = 'staff-invitation';
--> statement-breakpoint
GRANT CREATE ON SCHEMA castellan TO castellan_gatekeeper;
--> statement-breakpoint
CREATE FUNCTION castellan.staff_members()
RETURNS TABLE (id uuid, person_id uuid, name bytea, roles text, created_at timestamptz, ended_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.id, s.person_id, s.name, s.roles, s.created_at, s.ended_at FROM staff s
  ORDER BY s.ended_at DESC NULLS FIRST, s.created_at, s.id
$$;
--> statement-breakpoint
-- Ends a look of anyone who is not of the staff, or has not the role: the person in scope is asked, as they are now.
CREATE FUNCTION castellan.insist_on_staff(role text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM staff s WHERE s.person_id = castellan.person_id() AND s.ended_at IS NULL
      AND (role = 'any' OR role = ANY (string_to_array(s.roles, ' ')))) THEN
    RAISE insufficient_privilege USING MESSAGE = 'this is for the staff alone';
  END IF;
END $$;
--> statement-breakpoint
-- How much of everything there is in the whole installation, by its state, and since when the oldest of it waits.
CREATE FUNCTION castellan.installation_counts() RETURNS TABLE (kind text, state text, n double precision, oldest timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM castellan.insist_on_staff('any');
  RETURN QUERY
    SELECT 'accounts', a.state, count(*)::float8, NULL::timestamptz FROM accounts a GROUP BY a.state
    UNION ALL SELECT 'users', u.status, count(*)::float8, NULL FROM users u GROUP BY u.status
    UNION ALL SELECT 'sessions', s.kind, count(*)::float8, NULL FROM sessions s
      WHERE s.ended_at IS NULL AND s.expires_at > now() AND s.seen_at > now() - interval '30 minutes' GROUP BY s.kind
    UNION ALL SELECT 'keys', 'live', count(*)::float8, NULL FROM api_keys k
      WHERE k.revoked_at IS NULL AND k.expires_at > now()
    UNION ALL SELECT 'letters', l.state, count(*)::float8, CASE WHEN l.state = 'queued' THEN min(l.created_at) END
      FROM letters l WHERE l.state <> 'sent' OR l.created_at > now() - interval '1 day' GROUP BY l.state
    UNION ALL SELECT 'endpoints', e.state, count(*)::float8, NULL FROM webhook_endpoints e
      WHERE e.state <> 'deleted' GROUP BY e.state
    UNION ALL SELECT 'messages', 'waiting', count(*)::float8, min(m.at) FROM webhook_messages m WHERE m.fanned_out_at IS NULL
    UNION ALL SELECT 'deliveries', d.state, count(*)::float8, CASE WHEN d.state = 'pending' THEN min(d.created_at) END
      FROM webhook_deliveries d WHERE d.state IN ('pending', 'held') OR d.created_at > now() - interval '1 day'
      GROUP BY d.state;
END $$;
--> statement-breakpoint
-- Accounts as the staff know them: an id, a state, counts. What they are called is sealed under their own keys.
CREATE FUNCTION castellan.account_states(after_at timestamptz, after_id uuid, most integer)
RETURNS TABLE (id uuid, state text, created_at timestamptz, exact text, invited double precision, active double precision,
  paused double precision, deleted double precision, keys double precision, endpoints double precision)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM castellan.insist_on_staff('any');
  RETURN QUERY
    SELECT a.id, a.state, a.created_at, a.created_at::text, u.invited::float8, u.active::float8, u.paused::float8,
      u.deleted::float8,
      (SELECT count(*)::float8 FROM api_keys k
        WHERE k.account_id = a.id AND k.revoked_at IS NULL AND k.expires_at > now()),
      (SELECT count(*)::float8 FROM webhook_endpoints e WHERE e.account_id = a.id AND e.state <> 'deleted')
    FROM (SELECT * FROM accounts o
        WHERE after_at IS NULL OR (o.created_at, o.id) < (after_at, after_id)
        ORDER BY o.created_at DESC, o.id DESC LIMIT most) a
      CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE status = 'invited') AS invited,
        count(*) FILTER (WHERE status = 'active') AS active, count(*) FILTER (WHERE status = 'paused') AS paused,
        count(*) FILTER (WHERE status = 'deleted') AS deleted FROM users WHERE account_id = a.id) u
    ORDER BY a.created_at DESC, a.id DESC;
END $$;
--> statement-breakpoint
-- Sums of the traffic of all accounts together, by moment and operation; whose it is, is not in it.
CREATE FUNCTION castellan.traffic_of_all(seconds integer, since timestamptz, until timestamptz)
RETURNS TABLE (at timestamptz, kind text, operation text, calls double precision, refused double precision,
  failed double precision, limited double precision, slowest integer, bytes_in double precision,
  bytes_out double precision, durations text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM castellan.insist_on_staff('technical');
  RETURN QUERY EXECUTE format('SELECT r.at, r.kind, r.operation, sum(r.calls)::float8, sum(r.refused)::float8,
      sum(r.failed)::float8, sum(r.limited)::float8, max(r.slowest), sum(r.bytes_in)::float8, sum(r.bytes_out)::float8,
      ARRAY[%s]::text
    FROM traffic_rollups r WHERE r.span = $1 AND r.at >= $2 AND r.at < $3 GROUP BY r.at, r.kind, r.operation ORDER BY r.at',
    (SELECT string_agg(format('sum(r.durations[%s])', step), ',') FROM generate_series(1, 80) step))
    USING seconds, since, until;
END $$;
--> statement-breakpoint
-- A look at the calls of one account, the newest first: what was called and how it ended, never from where.
CREATE FUNCTION castellan.look_at_calls(account uuid, key uuid, actor uuid, since timestamptz, until timestamptz,
  before_at timestamptz, before_id uuid, most integer)
RETURNS TABLE (at timestamptz, exact text, request_id uuid, actor_kind text, actor_id uuid, key_id uuid, source text,
  method text, route text, operation text, status integer, code text, duration integer, bytes_in integer, bytes_out integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM castellan.insist_on_staff('technical');
  RETURN QUERY SELECT c.at, c.at::text, c.request_id, c.actor_kind, c.actor_id, c.key_id, c.source, c.method, c.route,
      c.operation, c.status, c.code, c.duration, c.bytes_in, c.bytes_out
    FROM api_calls c
    WHERE c.account_id = account AND (key IS NULL OR c.key_id = key) AND (actor IS NULL OR c.actor_id = actor)
      AND c.at >= coalesce(since, '-infinity') AND c.at < coalesce(until, now() + interval '1 hour')
      AND c.at <= coalesce(before_at, 'infinity')
      AND (before_at IS NULL OR (c.at, c.request_id) < (before_at, before_id))
    ORDER BY c.at DESC, c.request_id DESC LIMIT most;
END $$;
--> statement-breakpoint
-- A look at the attempts to deliver webhooks of one account, the newest first: to which endpoint, and how each ended.
CREATE FUNCTION castellan.look_at_attempts(account uuid, endpoint uuid, since timestamptz, until timestamptz,
  before_at timestamptz, before_id uuid, most integer)
RETURNS TABLE (at timestamptz, exact text, id uuid, endpoint_id uuid, delivery_id uuid, topic text, state text,
  number integer, outcome text, status integer, duration integer, bytes_out integer, bytes_in integer, request_id text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM castellan.insist_on_staff('technical');
  RETURN QUERY SELECT t.at, t.at::text, t.id, t.endpoint_id, t.delivery_id, d.topic, d.state, t.number, t.outcome, t.status,
      t.duration, t.bytes_out, t.bytes_in, t.request_id
    FROM webhook_attempts t LEFT JOIN webhook_deliveries d ON d.account_id = t.account_id AND d.id = t.delivery_id
    WHERE t.account_id = account AND (endpoint IS NULL OR t.endpoint_id = endpoint)
      AND t.at >= coalesce(since, '-infinity') AND t.at < coalesce(until, now() + interval '1 hour')
      AND t.at <= coalesce(before_at, 'infinity')
      AND (before_at IS NULL OR (t.at, t.id) < (before_at, before_id))
    ORDER BY t.at DESC, t.id DESC LIMIT most;
END $$;
--> statement-breakpoint
-- Everything one request has led to, wherever: the call, the events, the letters, the deliveries and their attempts, as
-- names, states and times (P40). Each account is asked by its own index.
CREATE FUNCTION castellan.trace_request(request uuid)
RETURNS TABLE (hop text, account_id uuid, at timestamptz, facts jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM castellan.insist_on_staff('technical');
  RETURN QUERY
    WITH everywhere AS MATERIALIZED (
      SELECT a.id FROM accounts a UNION ALL SELECT '00000000-0000-0000-0000-000000000000'::uuid
    ), sent AS MATERIALIZED (
      SELECT d.* FROM everywhere e
        JOIN webhook_messages m ON m.account_id = e.id AND m.request_id = request::text
        JOIN webhook_deliveries d ON d.account_id = m.account_id AND d.message_id = m.id
    )
    SELECT 'call', c.account_id, c.at, jsonb_build_object('actorKind', c.actor_kind, 'actorId', c.actor_id,
        'keyId', c.key_id, 'source', c.source, 'method', c.method, 'route', c.route, 'operation', c.operation,
        'status', c.status, 'code', c.code, 'duration', c.duration)
      FROM everywhere e JOIN api_calls c ON c.account_id = e.id AND c.request_id = request
    UNION ALL
    SELECT 'event', v.account_id, v.at, jsonb_build_object('action', v.action, 'outcome', v.outcome, 'code', v.code)
      FROM everywhere e JOIN activity v ON v.account_id = e.id AND v.request_id = request::text
    UNION ALL
    SELECT 'letter', l.account_id, l.created_at, jsonb_build_object('kind', l.kind, 'state', l.state,
        'attempts', l.attempts, 'sentAt', l.sent_at)
      FROM letters l WHERE l.request_id = request::text
    UNION ALL
    SELECT 'delivery', s.account_id, s.created_at, jsonb_build_object('id', s.id, 'endpointId', s.endpoint_id,
        'topic', s.topic, 'state', s.state, 'attempts', s.attempts, 'nextAt', s.next_at) FROM sent s
    UNION ALL
    SELECT 'attempt', t.account_id, t.at, jsonb_build_object('deliveryId', t.delivery_id, 'endpointId', t.endpoint_id,
        'number', t.number, 'outcome', t.outcome, 'status', t.status, 'duration', t.duration)
      FROM sent s JOIN webhook_attempts t ON t.account_id = s.account_id AND t.delivery_id = s.id;
END $$;
--> statement-breakpoint
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['staff_members()', 'insist_on_staff(text)', 'installation_counts()',
    'account_states(timestamptz, uuid, integer)', 'traffic_of_all(integer, timestamptz, timestamptz)',
    'look_at_calls(uuid, uuid, uuid, timestamptz, timestamptz, timestamptz, uuid, integer)',
    'look_at_attempts(uuid, uuid, timestamptz, timestamptz, timestamptz, uuid, integer)', 'trace_request(uuid)'] LOOP
    EXECUTE format('ALTER FUNCTION castellan.%s OWNER TO castellan_gatekeeper', f);
    EXECUTE format('REVOKE ALL ON FUNCTION castellan.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION castellan.%s TO castellan_app', f);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA castellan FROM castellan_gatekeeper;
--> statement-breakpoint

-- What waits to leave the house: counts and ages, and nothing besides. A delivery is late when its endpoint works and
-- its time has passed; one whose endpoint does not answer is not.
CREATE FUNCTION castellan.outbox_state(OUT letters integer, OUT oldest_letter float, OUT letters_failed integer,
  OUT deliveries integer, OUT oldest_delivery float, OUT latest_delivery float)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT l.waiting, l.oldest, l.failed, d.pending, d.oldest, d.late FROM
    (SELECT count(*) FILTER (WHERE state = 'queued')::integer AS waiting,
      extract(epoch FROM now() - min(created_at) FILTER (WHERE state = 'queued'))::float AS oldest,
      count(*) FILTER (WHERE state = 'failed' AND created_at > now() - interval '1 day')::integer AS failed
      FROM letters WHERE state IN ('queued', 'failed')) l,
    (SELECT count(*)::integer AS pending, extract(epoch FROM now() - min(p.created_at))::float AS oldest,
      extract(epoch FROM now() - min(greatest(p.next_at, e.rest_until, e.busy_until))
        FILTER (WHERE e.state = 'active' AND p.next_at <= now() AND coalesce(e.rest_until, now()) <= now()
          AND coalesce(e.busy_until, now()) <= now()))::float AS late
      FROM webhook_deliveries p JOIN webhook_endpoints e ON e.account_id = p.account_id AND e.id = p.endpoint_id
      WHERE p.state = 'pending') d
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA castellan TO castellan_gatekeeper;
--> statement-breakpoint
ALTER FUNCTION castellan.outbox_state() OWNER TO castellan_gatekeeper;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA castellan FROM castellan_gatekeeper;
--> statement-breakpoint
REVOKE ALL ON FUNCTION castellan.outbox_state() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION castellan.outbox_state() TO castellan_app;
--> statement-breakpoint

-- Calls and attempts live in days; the owner of the tables makes them ahead of time, and drops them whole (P36, P37).
CREATE FUNCTION castellan.make_days(parent text, first date, last date) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE d date := first;
BEGIN
  WHILE d <= last LOOP
    EXECUTE format('CREATE TABLE IF NOT EXISTS public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)',
      parent || '_' || to_char(d, 'YYYY_MM_DD'), parent, d::timestamp AT TIME ZONE 'UTC',
      (d + 1)::timestamp AT TIME ZONE 'UTC');
    d := d + 1;
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION castellan.make_days(text, date, date) FROM PUBLIC;
--> statement-breakpoint
-- Drops the days that are older than the retention, which is never under thirty days, and notes the clean-up.
CREATE FUNCTION castellan.drop_days(parent text, cleanup uuid) RETURNS integer LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  keep integer := (SELECT call_retention_days FROM settings);
  day record; dropped integer := 0; oldest date;
BEGIN
  IF keep IS NULL OR keep < 30 THEN RAISE EXCEPTION 'calls are kept for thirty days at least'; END IF;
  FOR day IN
    SELECT c.relname, to_date(right(c.relname, 10), 'YYYY_MM_DD') AS date
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = format('public.%I', parent)::regclass ORDER BY 2
  LOOP
    IF day.date < (now() AT TIME ZONE 'UTC')::date - keep THEN
      EXECUTE format('DROP TABLE public.%I', day.relname);
      dropped := dropped + 1;
    ELSIF oldest IS NULL THEN
      oldest := day.date;
    END IF;
  END LOOP;
  INSERT INTO cleanups (id, kind, dropped, kept_since) VALUES (cleanup, parent, dropped, oldest::timestamp AT TIME ZONE 'UTC');
  RETURN dropped;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION castellan.drop_days(text, uuid) FROM PUBLIC;
--> statement-breakpoint

-- What is swept away once it has served: now also answers kept for an Idempotency-Key, which are worth a day, and sums that
-- a longer span has taken over.
CREATE OR REPLACE FUNCTION castellan.tidy() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DELETE FROM limits WHERE last_at < now() - interval '2 days' AND hits < 100;
  DELETE FROM letters WHERE created_at < now() - interval '400 days';
  DELETE FROM links WHERE created_at < now() - interval '400 days';
  DELETE FROM sessions WHERE coalesce(ended_at, expires_at) < now() - interval '90 days';
  DELETE FROM mailbox WHERE at < now() - interval '30 days';
  DELETE FROM idempotency WHERE at < now() - interval '1 day';
  DELETE FROM traffic_rollups WHERE span = 60 AND at < now() - interval '3 days';
  DELETE FROM traffic_rollups WHERE span = 3600 AND at < now() - interval '40 days';
  DELETE FROM traffic_rollups WHERE span = 86400 AND at < now() - interval '400 days';
$$;

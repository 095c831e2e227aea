-- Support access: only with a live grant does anyone of the staff read a row of an account (P47).

-- Whoever is of the staff works under this role: the gate takes it on as soon as it believes them.
DO $$ BEGIN
  CREATE ROLE castellan_support NOLOGIN NOSUPERUSER NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA castellan, public TO castellan_support;
--> statement-breakpoint

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['support_grants', 'support_looks', 'support_unmasks'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY of_account ON %I TO castellan_app
      USING (account_id = castellan.account_id()) WITH CHECK (account_id = castellan.account_id())', t);
    EXECUTE format('CREATE POLICY gatekeeper ON %I TO castellan_gatekeeper USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;
--> statement-breakpoint

-- What was asked, by whom and when, never changes; a step that was recorded neither.
GRANT SELECT, INSERT ON support_grants, support_looks, support_unmasks TO castellan_app;
--> statement-breakpoint
GRANT UPDATE (nouns, fields, mode, minutes, decision, answered_at, answered_by, answer, starts_at, ends_at, ended_at,
  ended_by, told_owners) ON support_grants TO castellan_app;
--> statement-breakpoint
GRANT UPDATE (support_ceiling_minutes) ON settings TO castellan_app;
--> statement-breakpoint
GRANT SELECT, UPDATE (starts_at, ends_at, ended_at, ended_by) ON support_grants TO castellan_gatekeeper;
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
-- As before, and for one of the staff who has entered an account: what was agreed to, as it stands at this moment. Only
-- while it is live is the scope of that account opened (P50).
DROP FUNCTION castellan.enter_session(bytea);
--> statement-breakpoint
CREATE FUNCTION castellan.enter_session(hash bytea)
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
  IF NOT FOUND OR (s.account_id IS NOT NULL AND (s.status <> 'active' OR s.state <> 'active')) THEN
    RETURN;
  END IF;
  IF s.staff_id IS NOT NULL AND s.grant_id IS NOT NULL THEN
    SELECT * INTO g FROM support_grants gr
      WHERE gr.person_id = s.person_id AND gr.id = s.grant_id AND castellan.support_state(gr) = 'live'
        AND 'support' = ANY (string_to_array(s.staff_roles, ' '))
        AND EXISTS (SELECT FROM accounts o WHERE o.id = gr.account_id AND o.state = 'active');
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
-- The person behind the session of the staff that asks. It is named by the hash of its token, which nobody can guess:
-- the id of a person, of an account or of a grant opens nothing by itself.
CREATE FUNCTION castellan.session_person() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT se.person_id FROM sessions se
  WHERE se.token_hash = decode(nullif(current_setting('castellan.session', true), ''), 'hex')
    AND se.ended_at IS NULL AND se.expires_at > clock_timestamp()
$$;
--> statement-breakpoint
-- Whether the session that asks has entered the account in scope with a grant that is live at this moment, for this noun
-- and to do this much. Every policy of the role of the staff asks it (P47).
CREATE FUNCTION castellan.granted(noun text, needed text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM sessions se
    JOIN support_grants g ON g.account_id = castellan.account_id() AND g.id = se.grant_id AND g.person_id = se.person_id
    JOIN staff st ON st.id = g.staff_id AND st.person_id = se.person_id AND st.ended_at IS NULL
      AND 'support' = ANY (string_to_array(st.roles, ' '))
    WHERE se.token_hash = decode(nullif(current_setting('castellan.session', true), ''), 'hex')
      AND se.ended_at IS NULL AND se.expires_at > clock_timestamp() AND se.account_id IS NULL
      AND castellan.support_state(g) = 'live'
      AND (noun = 'any' OR noun = ANY (string_to_array(g.nouns, ' '))) AND (needed = 'view' OR g.mode = 'act'))
$$;
--> statement-breakpoint
-- Whether an owner agreed that this field may be unmasked in the grant the session has entered.
CREATE FUNCTION castellan.may_unmask(wanted_grant uuid, wanted_field text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT castellan.granted('any', 'view') AND EXISTS (SELECT FROM sessions se
    JOIN support_grants g ON g.account_id = castellan.account_id() AND g.id = se.grant_id AND g.id = wanted_grant
    WHERE se.token_hash = decode(nullif(current_setting('castellan.session', true), ''), 'hex')
      AND wanted_field = ANY (string_to_array(g.fields, ' ')))
$$;
--> statement-breakpoint
-- The user in the account in scope that one of the staff is themselves, as somebody's customer; null for most.
CREATE FUNCTION castellan.own_user() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.id FROM users u
  WHERE u.account_id = castellan.account_id() AND u.person_id = castellan.session_person() AND u.status = 'active'
$$;
--> statement-breakpoint
-- Lets the session that asks into an account, where the grant is for its person and live; an invitation begins by it. The
-- state it is in otherwise, or null where there is none. A session is in one account at most.
CREATE FUNCTION castellan.enter_support(wanted uuid) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE g support_grants; now_is text;
BEGIN
  PERFORM castellan.insist_on_staff('support');
  SELECT * INTO g FROM support_grants WHERE person_id = castellan.session_person() AND id = wanted FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  now_is := castellan.support_state(g);
  IF now_is = 'invited' THEN
    UPDATE support_grants SET starts_at = now(), ends_at = now()
        + make_interval(mins => least(g.minutes, (SELECT support_ceiling_minutes FROM settings)))
      WHERE account_id = g.account_id AND id = g.id;
  ELSIF now_is <> 'live' THEN
    RETURN now_is;
  END IF;
  UPDATE sessions SET grant_id = g.id
    WHERE token_hash = decode(current_setting('castellan.session'), 'hex') AND account_id IS NULL;
  RETURN now_is;
END $$;
--> statement-breakpoint
CREATE FUNCTION castellan.leave_support() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE sessions SET grant_id = NULL
  WHERE token_hash = decode(nullif(current_setting('castellan.session', true), ''), 'hex')
$$;
--> statement-breakpoint
-- Whether somebody is of the staff, for those of the staff who look after who is.
CREATE FUNCTION castellan.is_colleague(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM staff WHERE person_id = person)
    AND EXISTS (SELECT FROM staff me WHERE me.person_id = castellan.session_person() AND me.ended_at IS NULL
      AND 'security' = ANY (string_to_array(me.roles, ' ')))
$$;
--> statement-breakpoint
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['support_staff()', 'support_approvers()', 'is_account(uuid)', 'enter_session(bytea)',
    'session_person()', 'granted(text, text)', 'own_user()', 'is_colleague(uuid)', 'enter_support(uuid)',
    'leave_support()', 'may_unmask(uuid, text)'] LOOP
    EXECUTE format('ALTER FUNCTION castellan.%s OWNER TO castellan_gatekeeper', f);
    EXECUTE format('REVOKE ALL ON FUNCTION castellan.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION castellan.%s TO castellan_app', f);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA castellan FROM castellan_gatekeeper;
--> statement-breakpoint

-- What the role of the staff may at all. What an account holds it reads, and changes, only while a live grant opens the
-- noun; tables without a policy below show it nothing, whatever was agreed to.
GRANT SELECT ON accounts, account_keys, users, presence, ledger, activity, api_keys, api_calls, traffic_rollups,
  webhook_endpoints, webhook_secrets, webhook_messages, webhook_deliveries, webhook_attempts, sessions, links, letters,
  persons, person_keys, staff, support_grants, support_looks, support_unmasks TO castellan_support;
--> statement-breakpoint
GRANT SELECT ON installation_keys, settings, cleanups, installation_log, backups, backup_state, backup_alarms, drills,
  restores TO castellan_support;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency TO castellan_support;
--> statement-breakpoint
-- Owners are not touched, and neither is anybody's role.
GRANT UPDATE (card, title, status, locale, time_zone, pause_reason, paused_at, paused_until, status_before, deleted_at,
  version) ON users TO castellan_support;
--> statement-breakpoint
GRANT UPDATE (state, state_since, because, failing_since, warned_at, failures, rest_until, busy_until, sequence, version)
  ON webhook_endpoints TO castellan_support;
--> statement-breakpoint
GRANT INSERT, UPDATE ON webhook_deliveries TO castellan_support;
--> statement-breakpoint
GRANT INSERT ON webhook_messages, support_grants, support_unmasks, letters TO castellan_support;
--> statement-breakpoint
GRANT INSERT, UPDATE ON presence TO castellan_support;
--> statement-breakpoint
GRANT UPDATE (account_id, user_id, seen_at, confirmed_at, ended_at, ended_by) ON sessions TO castellan_support;
--> statement-breakpoint
GRANT UPDATE ON persons, links TO castellan_support;
--> statement-breakpoint
GRANT UPDATE (decision, answered_at, ended_at, ended_by) ON support_grants TO castellan_support;
--> statement-breakpoint

-- What the account is called, and the key its fields are sealed with: with any grant, or where they are a user themselves.
CREATE POLICY with_grant ON accounts FOR SELECT TO castellan_support USING (id = castellan.account_id()
  AND ((SELECT castellan.granted('any', 'view')) OR (SELECT castellan.own_user()) IS NOT NULL));
--> statement-breakpoint
CREATE POLICY with_grant ON account_keys FOR SELECT TO castellan_support USING (account_id = castellan.account_id()
  AND ((SELECT castellan.granted('any', 'view')) OR (SELECT castellan.own_user()) IS NOT NULL));
--> statement-breakpoint
CREATE POLICY with_grant ON users FOR SELECT TO castellan_support USING (account_id = castellan.account_id()
  AND ((SELECT castellan.granted('users', 'view')) OR id = (SELECT castellan.own_user())));
--> statement-breakpoint
CREATE POLICY with_grant_to_act ON users FOR UPDATE TO castellan_support
  USING (account_id = castellan.account_id() AND (SELECT castellan.granted('users', 'act')) AND role <> 'owner')
  WITH CHECK (account_id = castellan.account_id() AND (SELECT castellan.granted('users', 'act')) AND role <> 'owner');
--> statement-breakpoint
CREATE POLICY with_grant ON presence FOR SELECT TO castellan_support USING (account_id = castellan.account_id()
  AND ((SELECT castellan.granted('users', 'view')) OR user_id = (SELECT castellan.own_user())));
--> statement-breakpoint
CREATE POLICY of_oneself ON presence FOR INSERT TO castellan_support
  WITH CHECK (account_id = castellan.account_id() AND user_id = (SELECT castellan.own_user()));
--> statement-breakpoint
CREATE POLICY of_oneself_again ON presence FOR UPDATE TO castellan_support
  USING (account_id = castellan.account_id() AND user_id = (SELECT castellan.own_user()))
  WITH CHECK (account_id = castellan.account_id() AND user_id = (SELECT castellan.own_user()));
--> statement-breakpoint
DO $$
DECLARE t text; noun text;
BEGIN
  FOR t, noun IN VALUES ('activity', 'activity'), ('api_calls', 'traffic'), ('traffic_rollups', 'traffic'),
    ('webhook_endpoints', 'webhooks'), ('webhook_messages', 'webhooks'), ('webhook_deliveries', 'webhooks'),
    ('webhook_attempts', 'webhooks')
  LOOP
    EXECUTE format('CREATE POLICY with_grant ON %I FOR SELECT TO castellan_support
      USING (account_id = castellan.account_id() AND (SELECT castellan.granted(%L, ''view'')))', t, noun);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['webhook_endpoints', 'webhook_deliveries'] LOOP
    EXECUTE format('CREATE POLICY with_grant_to_act ON %I FOR UPDATE TO castellan_support
      USING (account_id = castellan.account_id() AND (SELECT castellan.granted(''webhooks'', ''act'')))
      WITH CHECK (account_id = castellan.account_id() AND (SELECT castellan.granted(''webhooks'', ''act'')))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['webhook_messages', 'webhook_deliveries'] LOOP
    EXECUTE format('CREATE POLICY with_grant_to_add ON %I FOR INSERT TO castellan_support
      WITH CHECK (account_id = castellan.account_id() AND (SELECT castellan.granted(''webhooks'', ''act'')))', t);
  END LOOP;
END $$;
--> statement-breakpoint

-- What is their own: sessions, person, letters, place on the staff. Pausing a user of the account ends the user's sessions.
CREATE POLICY of_oneself ON sessions TO castellan_support
  USING (person_id = (SELECT castellan.session_person())) WITH CHECK (person_id = (SELECT castellan.session_person()));
--> statement-breakpoint
CREATE POLICY with_grant ON sessions FOR SELECT TO castellan_support
  USING (account_id = castellan.account_id() AND (SELECT castellan.granted('users', 'act')));
--> statement-breakpoint
CREATE POLICY with_grant_to_act ON sessions FOR UPDATE TO castellan_support
  USING (account_id = castellan.account_id() AND (SELECT castellan.granted('users', 'act')))
  WITH CHECK (account_id = castellan.account_id() AND ended_at IS NOT NULL AND (SELECT castellan.granted('users', 'act')));
--> statement-breakpoint
CREATE POLICY of_oneself ON persons TO castellan_support
  USING (id = (SELECT castellan.session_person())) WITH CHECK (id = (SELECT castellan.session_person()));
--> statement-breakpoint
CREATE POLICY of_colleagues ON persons FOR SELECT TO castellan_support USING (castellan.is_colleague(id));
--> statement-breakpoint
CREATE POLICY of_oneself ON person_keys FOR SELECT TO castellan_support
  USING (person_id = (SELECT castellan.session_person()) OR castellan.is_colleague(person_id));
--> statement-breakpoint
CREATE POLICY of_oneself ON staff FOR SELECT TO castellan_support USING (person_id = (SELECT castellan.session_person()));
--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['links', 'letters'] LOOP
    EXECUTE format('CREATE POLICY of_oneself ON %I TO castellan_support
      USING (account_id IS NULL AND person_id = (SELECT castellan.session_person()))
      WITH CHECK (account_id IS NULL AND person_id = (SELECT castellan.session_person()))', t);
  END LOOP;
END $$;
--> statement-breakpoint

-- What was unmasked they see while they are inside, and add to it what an owner agreed to.
CREATE POLICY with_grant ON support_unmasks FOR SELECT TO castellan_support
  USING (account_id = castellan.account_id() AND (SELECT castellan.granted('any', 'view')));
--> statement-breakpoint
CREATE POLICY with_grant_to_add ON support_unmasks FOR INSERT TO castellan_support
  WITH CHECK (account_id = castellan.account_id() AND castellan.may_unmask(grant_id, field)
    AND (SELECT castellan.granted('any', 'view')));
--> statement-breakpoint

-- They ask for themselves and take back what they asked for; nobody agrees to their own request, whatever the application does.
CREATE POLICY of_oneself ON support_grants FOR SELECT TO castellan_support
  USING (person_id = (SELECT castellan.session_person()));
--> statement-breakpoint
CREATE POLICY asked_for ON support_grants FOR INSERT TO castellan_support
  WITH CHECK (person_id = (SELECT castellan.session_person()) AND origin = 'request' AND decision IS NULL
    AND starts_at IS NULL AND ended_at IS NULL);
--> statement-breakpoint
CREATE POLICY given_up ON support_grants FOR UPDATE TO castellan_support
  USING (person_id = (SELECT castellan.session_person()))
  WITH CHECK (person_id = (SELECT castellan.session_person())
    AND (decision IS NOT DISTINCT FROM 'withdrawn' OR ended_at IS NOT NULL));
--> statement-breakpoint
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['enter_session(bytea)', 'places(uuid)', 'account_ids()', 'staff_members()', 'insist_on_staff(text)',
    'installation_counts()', 'account_states(timestamptz, uuid, integer)',
    'traffic_of_all(integer, timestamptz, timestamptz)',
    'look_at_calls(uuid, uuid, uuid, timestamptz, timestamptz, timestamptz, uuid, integer)',
    'look_at_attempts(uuid, uuid, timestamptz, timestamptz, timestamptz, uuid, integer)', 'trace_request(uuid)',
    'is_account(uuid)', 'session_person()', 'granted(text, text)', 'own_user()', 'is_colleague(uuid)', 'enter_support(uuid)',
    'leave_support()', 'may_unmask(uuid, text)'] LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION castellan.%s TO castellan_support', f);
  END LOOP;
END $$;

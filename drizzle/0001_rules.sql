-- Who the database itself lets see and change what. Nothing here depends on the application doing right.

DO $$ BEGIN
  CREATE ROLE castellan_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
--> statement-breakpoint
DO $$ BEGIN
  CREATE ROLE castellan_gatekeeper NOLOGIN NOSUPERUSER NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
--> statement-breakpoint
DO $$ BEGIN
  EXECUTE format('GRANT castellan_gatekeeper TO %I', current_user);
END $$;
--> statement-breakpoint
CREATE SCHEMA castellan;
--> statement-breakpoint
GRANT USAGE ON SCHEMA castellan TO castellan_app, castellan_gatekeeper;
--> statement-breakpoint
GRANT CREATE ON SCHEMA castellan TO castellan_gatekeeper;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO castellan_app, castellan_gatekeeper;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
--> statement-breakpoint

-- Of one purpose at most one link is alive, however many are asked for at once.
CREATE UNIQUE INDEX links_one_alive_of_person ON links (person_id, purpose)
  WHERE consumed_at IS NULL AND voided_at IS NULL AND purpose IN ('reset', 'email-confirm');
--> statement-breakpoint
CREATE UNIQUE INDEX links_one_alive_of_user ON links (account_id, user_id)
  WHERE consumed_at IS NULL AND voided_at IS NULL AND purpose = 'invitation';
--> statement-breakpoint

-- The scope of a transaction: one account, one person. After a transaction the setting is '', not null.
CREATE FUNCTION castellan.account_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('castellan.account_id', true), '')::uuid $$;
--> statement-breakpoint
CREATE FUNCTION castellan.person_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('castellan.person_id', true), '')::uuid $$;
--> statement-breakpoint

-- Row-level security: account data by account, person data by person or by an account they are in.
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY; ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_account ON accounts TO castellan_app
  USING (id = castellan.account_id()) WITH CHECK (id = castellan.account_id());
--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['account_keys', 'users', 'presence', 'ledger', 'activity'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY of_account ON %I TO castellan_app
      USING (account_id = castellan.account_id()) WITH CHECK (account_id = castellan.account_id())', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['sessions', 'links', 'letters'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY of_account_or_person ON %I TO castellan_app
      USING (account_id = castellan.account_id() OR person_id = castellan.person_id())
      WITH CHECK (account_id = castellan.account_id() OR person_id = castellan.person_id())', t);
  END LOOP;
END $$;
--> statement-breakpoint
ALTER TABLE persons ENABLE ROW LEVEL SECURITY; ALTER TABLE persons FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_person_or_account ON persons TO castellan_app
  USING (id = castellan.person_id()
    OR EXISTS (SELECT FROM users u WHERE u.account_id = castellan.account_id() AND u.person_id = persons.id))
  WITH CHECK (id = castellan.person_id());
--> statement-breakpoint
ALTER TABLE person_keys ENABLE ROW LEVEL SECURITY; ALTER TABLE person_keys FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_person_or_account ON person_keys TO castellan_app
  USING (person_id = castellan.person_id()
    OR EXISTS (SELECT FROM users u WHERE u.account_id = castellan.account_id() AND u.person_id = person_keys.person_id))
  WITH CHECK (person_id = castellan.person_id());
--> statement-breakpoint
-- A link that sets up the installation belongs to nobody yet: only the gatekeeper's functions touch it.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['accounts', 'users', 'presence', 'persons', 'sessions', 'links', 'letters', 'activity'] LOOP
    EXECUTE format('CREATE POLICY gatekeeper ON %I TO castellan_gatekeeper USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;
--> statement-breakpoint

-- The owner of the tables wraps keys anew and counts letters; it reads nothing else, superuser or not.
CREATE POLICY keeper ON account_keys TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY keeper ON person_keys TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY keeper ON letters FOR SELECT TO CURRENT_USER USING (true);
--> statement-breakpoint

-- What the application may do at all; it owns nothing and truncates nothing.
GRANT SELECT, INSERT ON accounts TO castellan_app;
--> statement-breakpoint
GRANT UPDATE (name, version) ON accounts TO castellan_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON users, sessions, links, letters, presence TO castellan_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON persons TO castellan_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON account_keys, person_keys, ledger, activity TO castellan_app;
--> statement-breakpoint
GRANT SELECT ON installation_keys TO castellan_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON limits TO castellan_app;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON mailbox TO castellan_app;
--> statement-breakpoint
GRANT SELECT, UPDATE ON accounts, users, persons, sessions, links, letters TO castellan_gatekeeper;
--> statement-breakpoint
GRANT INSERT, DELETE ON links TO castellan_gatekeeper;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON presence TO castellan_gatekeeper;
--> statement-breakpoint
GRANT DELETE ON limits, letters, sessions, mailbox TO castellan_gatekeeper;
--> statement-breakpoint
GRANT SELECT ON limits, mailbox TO castellan_gatekeeper;
--> statement-breakpoint
GRANT SELECT, DELETE ON activity TO castellan_gatekeeper;
--> statement-breakpoint
GRANT UPDATE (actor_kind, actor_id, actor_detail, session_id) ON activity TO castellan_gatekeeper;
--> statement-breakpoint

-- An account never has fewer than one owner who can sign in (P16): a counter with a CHECK holds at every
-- isolation level, where counting rows does not.
CREATE FUNCTION castellan.count_users() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  was int := 0; is_now int := 0; counted int := 0; account uuid;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    account := OLD.account_id;
    was := (OLD.role = 'owner' AND OLD.status = 'active')::int;
    counted := counted - 1;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    account := NEW.account_id;
    is_now := (NEW.role = 'owner' AND NEW.status = 'active')::int;
    counted := counted + 1;
  END IF;
  IF was <> is_now OR counted <> 0 THEN
    UPDATE accounts SET
      active_owner_count = active_owner_count + is_now - was,
      user_count = user_count + counted,
      state = CASE WHEN state = 'setting_up' AND active_owner_count + is_now - was >= 1 THEN 'active' ELSE state END
    WHERE id = account;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
ALTER FUNCTION castellan.count_users() OWNER TO castellan_gatekeeper;
--> statement-breakpoint
CREATE TRIGGER count_users AFTER INSERT OR DELETE OR UPDATE OF role, status ON users
  FOR EACH ROW EXECUTE FUNCTION castellan.count_users();
--> statement-breakpoint

-- Every change of a user's row moves the account's directory on by one.
CREATE FUNCTION castellan.advance_directory() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE accounts SET directory_seq = directory_seq + 1 WHERE id = NEW.account_id
    RETURNING directory_seq INTO NEW.directory_seq;
  RETURN NEW;
END $$;
--> statement-breakpoint
ALTER FUNCTION castellan.advance_directory() OWNER TO castellan_gatekeeper;
--> statement-breakpoint
CREATE TRIGGER advance_directory BEFORE INSERT OR UPDATE ON users
  FOR EACH ROW EXECUTE FUNCTION castellan.advance_directory();
--> statement-breakpoint

-- The narrow ways across accounts. Each finds by a secret or a key nobody can guess, and sets the scope.

-- Authenticates a session by the hash of its token and opens its scope; no row when it is not live (V7.3, V7.4).
CREATE FUNCTION castellan.enter_session(hash bytea)
RETURNS TABLE (session_id uuid, kind text, person_id uuid, account_id uuid, user_id uuid, role text, card bytea,
  confirmed_at timestamptz, at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE s record;
BEGIN
  SELECT se.id, se.kind, se.person_id, se.account_id, se.user_id, se.seen_at, se.confirmed_at,
      u.role, u.status, u.card, a.state
    INTO s
    FROM sessions se
    LEFT JOIN users u ON u.account_id = se.account_id AND u.id = se.user_id
    LEFT JOIN accounts a ON a.id = se.account_id
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
  RETURN QUERY SELECT s.id, s.kind, s.person_id, s.account_id, s.user_id, s.role, s.card, s.confirmed_at, now();
END $$;
--> statement-breakpoint
-- Finds the person behind an address at sign-in and reset, by its blind index.
CREATE FUNCTION castellan.find_person(index bytea)
RETURNS TABLE (id uuid, password_hash text, credential_version int)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE p record;
BEGIN
  SELECT pe.id, pe.password_hash, pe.credential_version INTO p FROM persons pe WHERE pe.email_index = index;
  PERFORM set_config('castellan.person_id', coalesce(p.id::text, ''), true);
  IF p.id IS NOT NULL THEN
    RETURN QUERY SELECT p.id, p.password_hash, p.credential_version;
  END IF;
END $$;
--> statement-breakpoint
-- The accounts a person is in, whatever their status there.
CREATE FUNCTION castellan.places(person uuid)
RETURNS TABLE (account_id uuid, user_id uuid, role text, status text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.account_id, u.id, u.role, u.status FROM users u JOIN accounts a ON a.id = u.account_id
  WHERE u.person_id = person AND a.state <> 'purging' ORDER BY u.created_at, u.id
$$;
--> statement-breakpoint
-- Looks at a link without using it, notes that its page was opened, and opens its scope.
CREATE FUNCTION castellan.open_link(hash bytea)
RETURNS TABLE (id uuid, purpose text, person_id uuid, account_id uuid, user_id uuid, state text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE l record; now_is text;
BEGIN
  SELECT li.*, p.credential_version AS current_version, u.status AS user_status INTO l
    FROM links li LEFT JOIN persons p ON p.id = li.person_id
    LEFT JOIN users u ON u.account_id = li.account_id AND u.id = li.user_id
    WHERE li.token_hash = hash;
  IF NOT FOUND THEN RETURN; END IF;
  now_is := CASE
    WHEN l.consumed_at IS NOT NULL THEN 'used'
    WHEN l.purpose = 'setup' AND EXISTS (SELECT FROM accounts) THEN 'used'
    WHEN l.voided_at IS NOT NULL OR l.expires_at <= now() THEN 'expired'
    WHEN l.person_id IS NOT NULL AND l.purpose <> 'email-revert' AND l.current_version <> l.credential_version THEN 'expired'
    WHEN l.purpose = 'invitation' AND l.user_status IS DISTINCT FROM 'invited' THEN 'expired'
    ELSE 'live' END;
  IF now_is = 'live' AND l.opened_at IS NULL THEN
    UPDATE links SET opened_at = now() WHERE links.id = l.id;
  END IF;
  PERFORM set_config('castellan.person_id', coalesce(l.person_id::text, ''), true),
    set_config('castellan.account_id', coalesce(l.account_id::text, ''), true);
  RETURN QUERY SELECT l.id, l.purpose, l.person_id, l.account_id, l.user_id, now_is;
END $$;
--> statement-breakpoint
-- Uses a link once and for all: one conditional statement decides between any number of tries (V6.5.1). A changed
-- password kills every link but the way back to an address: a thief changes the password first.
CREATE FUNCTION castellan.use_link(hash bytea, purposes text[])
RETURNS TABLE (id uuid, purpose text, person_id uuid, account_id uuid, user_id uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE l record;
BEGIN
  UPDATE links li SET consumed_at = now()
    WHERE li.token_hash = hash AND li.purpose = ANY (purposes)
      AND li.consumed_at IS NULL AND li.voided_at IS NULL AND li.expires_at > now()
      AND (li.purpose <> 'setup' OR NOT EXISTS (SELECT FROM accounts))
      AND (li.person_id IS NULL OR li.purpose = 'email-revert' OR li.credential_version =
        (SELECT p.credential_version FROM persons p WHERE p.id = li.person_id))
      AND (li.purpose <> 'invitation' OR EXISTS (SELECT FROM users u
        WHERE u.account_id = li.account_id AND u.id = li.user_id AND u.status = 'invited'))
    RETURNING li.id, li.purpose, li.person_id, li.account_id, li.user_id INTO l;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('castellan.person_id', coalesce(l.person_id::text, ''), true),
    set_config('castellan.account_id', coalesce(l.account_id::text, ''), true);
  RETURN QUERY SELECT l.id, l.purpose, l.person_id, l.account_id, l.user_id;
END $$;
--> statement-breakpoint
-- The one-time link that sets up an installation; a newer one kills the older, and none is given once an account exists.
CREATE FUNCTION castellan.issue_set_up_link(link uuid, hash bytea, life interval) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM accounts) THEN RETURN false; END IF;
  DELETE FROM links WHERE purpose = 'setup';
  INSERT INTO links (id, token_hash, purpose, expires_at) VALUES (link, hash, 'setup', now() + life);
  RETURN true;
END $$;
--> statement-breakpoint
-- Opens the scope of a letter for the job that sends it.
CREATE FUNCTION castellan.enter_letter(letter uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE l record;
BEGIN
  SELECT le.person_id, le.account_id INTO l FROM letters le WHERE le.id = letter;
  PERFORM set_config('castellan.person_id', coalesce(l.person_id::text, ''), true),
    set_config('castellan.account_id', coalesce(l.account_id::text, ''), true);
  RETURN l.person_id IS NOT NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION castellan.account_ids() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT id FROM accounts WHERE state <> 'purging' ORDER BY created_at, id
$$;
--> statement-breakpoint
-- Users whose pause has ended, and users whose thirty days in the bin are over; at random, so that some who cannot be
-- helped never keep others waiting.
CREATE FUNCTION castellan.due_users() RETURNS TABLE (account_id uuid, user_id uuid, due text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  (SELECT u.account_id, u.id, 'resume' FROM users u
    WHERE u.status = 'paused' AND u.paused_until IS NOT NULL AND u.paused_until <= now() ORDER BY random() LIMIT 500)
  UNION ALL
  (SELECT u.account_id, u.id, 'remove' FROM users u
    WHERE u.status = 'deleted' AND u.deleted_at <= now() - interval '30 days' ORDER BY random() LIMIT 500)
$$;
--> statement-breakpoint
-- Destroys the activity of a permanently deleted user and takes the user out of what they did to others (P35).
CREATE FUNCTION castellan.destroy_activity(object uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE destroyed integer; account uuid := castellan.account_id();
BEGIN
  DELETE FROM activity WHERE account_id = account AND object_id = object;
  GET DIAGNOSTICS destroyed = ROW_COUNT;
  UPDATE activity SET actor_kind = 'deleted', actor_id = NULL, actor_detail = NULL, session_id = NULL
    WHERE account_id = account AND actor_id = object;
  RETURN destroyed;
END $$;
--> statement-breakpoint
-- What has served its time: counters at rest, dead links, sent letters, ended sessions.
CREATE FUNCTION castellan.tidy() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DELETE FROM limits WHERE last_at < now() - interval '2 days' AND hits < 100;
  DELETE FROM letters WHERE created_at < now() - interval '400 days';
  DELETE FROM links WHERE created_at < now() - interval '400 days';
  DELETE FROM sessions WHERE coalesce(ended_at, expires_at) < now() - interval '90 days';
  DELETE FROM mailbox WHERE at < now() - interval '30 days';
$$;
--> statement-breakpoint
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY[
    'enter_session(bytea)', 'find_person(bytea)', 'places(uuid)', 'open_link(bytea)', 'use_link(bytea, text[])',
    'issue_set_up_link(uuid, bytea, interval)', 'enter_letter(uuid)', 'account_ids()', 'due_users()',
    'destroy_activity(uuid)', 'tidy()'
  ] LOOP
    EXECUTE format('ALTER FUNCTION castellan.%s OWNER TO castellan_gatekeeper', f);
    EXECUTE format('REVOKE ALL ON FUNCTION castellan.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION castellan.%s TO castellan_app', f);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA castellan FROM castellan_gatekeeper;
--> statement-breakpoint

-- Activity lives in months; the owner of the tables makes them ahead of time.
CREATE FUNCTION castellan.make_activity_months(first date, last date) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE month date := date_trunc('month', first)::date;
BEGIN
  WHILE month <= last LOOP
    EXECUTE format('CREATE TABLE IF NOT EXISTS public.%I PARTITION OF public.activity FOR VALUES FROM (%L) TO (%L)',
      'activity_' || to_char(month, 'YYYY_MM'), month::timestamp AT TIME ZONE 'UTC',
      (month + interval '1 month')::timestamp AT TIME ZONE 'UTC');
    month := (month + interval '1 month')::date;
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION castellan.make_activity_months(date, date) FROM PUBLIC;

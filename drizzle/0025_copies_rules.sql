-- Copies of what is permanently deleted: archives, answers and messages go in the same transaction. Keys and webhooks can go for good as well.

GRANT UPDATE (answer, object_id) ON idempotency TO castellan_gatekeeper;
--> statement-breakpoint
GRANT UPDATE (key_id) ON api_calls TO castellan_gatekeeper;
--> statement-breakpoint
GRANT DELETE ON api_keys, webhook_endpoints TO castellan_gatekeeper;
--> statement-breakpoint
GRANT UPDATE (state) ON webhook_endpoints TO castellan_gatekeeper;
--> statement-breakpoint
GRANT CREATE ON SCHEMA castellan TO castellan_gatekeeper;
--> statement-breakpoint

-- Withdraws the archives made of an account, and the copies of everybody who has a place in it: without the key in its row nobody opens
-- a file. The account is locked first, so that an archive that is about to be ready waits and then finds what has happened.
CREATE FUNCTION castellan.withdraw_archives(account uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE withdrawn integer;
BEGIN
  PERFORM FROM accounts WHERE id = account FOR NO KEY UPDATE;
  UPDATE exports SET state = 'cancelled', file_key = NULL, expires_at = NULL
    WHERE state IN ('running', 'ready')
      AND (account_id = account OR person_id IN (SELECT person_id FROM users WHERE account_id = account));
  GET DIAGNOSTICS withdrawn = ROW_COUNT;
  RETURN withdrawn;
END $$;
--> statement-breakpoint

-- How many permanent deletions the accounts in scope have seen, those of the person where a person is. An archive is ready only when
-- this is as it was when the archive was read; `held` waits for deletions under way, and keeps new ones waiting.
CREATE FUNCTION castellan.removals_seen(held boolean) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE here uuid[];
BEGIN
  here := ARRAY(SELECT castellan.account_id() WHERE castellan.account_id() IS NOT NULL
    UNION SELECT account_id FROM users WHERE person_id = castellan.person_id() ORDER BY 1);
  IF held THEN
    PERFORM FROM accounts WHERE id = ANY (here) ORDER BY id FOR SHARE;
  END IF;
  RETURN (SELECT string_agg(a.id || ':' || (SELECT count(*) FROM ledger l WHERE l.account_id = a.id), ' ' ORDER BY a.id)
    FROM unnest(here) AS a (id));
END $$;
--> statement-breakpoint

-- Permanently deletes what is kept about an object of the account in scope, and every copy of it: a user, an API key or a webhook. What a
-- user or a key did to others stays, without a name. Answers for repeated requests are destroyed; their keys stay, so that a repeated
-- request changes nothing.
CREATE OR REPLACE FUNCTION castellan.destroy_activity(object uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE destroyed integer; account uuid := castellan.account_id();
  hands uuid[] := object || ARRAY(SELECT id FROM api_keys WHERE account_id = account AND holder_id = object);
BEGIN
  PERFORM castellan.withdraw_archives(account);
  -- a call of theirs that is stored at this moment is waited for, and emptied below
  PERFORM FROM users WHERE account_id = account AND id = object FOR UPDATE;
  DELETE FROM activity WHERE account_id = account AND object_id = object;
  GET DIAGNOSTICS destroyed = ROW_COUNT;
  UPDATE activity SET actor_kind = CASE actor_kind WHEN 'key' THEN 'key' ELSE 'deleted' END,
      actor_id = NULL, actor_detail = NULL, session_id = NULL
    WHERE account_id = account AND actor_id = object;
  UPDATE activity SET actor_detail = NULL WHERE account_id = account AND actor_id = ANY (hands);
  UPDATE api_keys SET used_from = NULL, networks = NULL WHERE account_id = account AND holder_id = object;
  UPDATE api_calls SET actor_id = NULL, origin = NULL WHERE account_id = account AND actor_id = object;
  UPDATE api_calls SET key_id = NULL, origin = NULL WHERE account_id = account AND key_id = object;
  UPDATE idempotency SET answer = NULL, object_id = nullif(object_id, object)
    WHERE (sealed_for = account OR sealed_for IS NULL) AND answer IS NOT NULL;
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
  UPDATE webhook_attempts SET excerpt = NULL
    WHERE account_id = account AND endpoint_id = object AND excerpt IS NOT NULL;
  RETURN destroyed;
END $$;
--> statement-breakpoint

-- Takes the row of a key that has ended, or of a webhook that was deleted with its deliveries. Others stay as they are.
CREATE FUNCTION castellan.remove_key(key uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM api_keys WHERE account_id = castellan.account_id() AND id = key
    AND (revoked_at IS NOT NULL OR expires_at <= now() OR holder_id IS NULL);
  RETURN FOUND;
END $$;
--> statement-breakpoint
CREATE FUNCTION castellan.remove_webhook(webhook uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM webhook_endpoints WHERE account_id = castellan.account_id() AND id = webhook AND state = 'deleted';
  RETURN FOUND;
END $$;
--> statement-breakpoint

-- As before, and answers that were kept for nobody's account in particular.
CREATE OR REPLACE FUNCTION castellan.destroy_loose() RETURNS SETOF uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DELETE FROM disclosures WHERE account_id IS NULL AND person_id = castellan.person_id();
  UPDATE idempotency SET answer = NULL WHERE sealed_for IS NULL AND answer IS NOT NULL;
  DELETE FROM exports WHERE account_id IS NULL AND person_id = castellan.person_id() RETURNING run;
$$;
--> statement-breakpoint

-- Who was destroyed lately, and in which account, so that every process forgets what it holds of them.
DROP FUNCTION castellan.gone_lately();
--> statement-breakpoint
CREATE FUNCTION castellan.gone_lately() RETURNS TABLE (kind text, account_id uuid, object_id uuid, person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT e.kind, e.account_id, e.object_id, e.person_id FROM erasures e
  WHERE e.at > now() - interval '10 minutes' AND e.kind <> 'api_key'
$$;
--> statement-breakpoint

-- Does again what was done before the restore: permanently deletes a user, a person, a key or a webhook, revokes a key, or shuts an
-- account for its purge. A restored account may not yet have had another owner; it then waits for one, as when it was set up.
CREATE OR REPLACE FUNCTION castellan.replay_erasure(erasure uuid, erased_at timestamptz, what text, account uuid, object uuid, person uuid)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE u record; destroyed integer; gone integer := 0; was_there boolean;
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
  IF what IN ('removed_key', 'removed_webhook') THEN
    PERFORM set_config('castellan.account_id', account::text, true);
    destroyed := castellan.destroy_activity(object);
    IF what = 'removed_key' THEN
      UPDATE api_keys SET revoked_at = erased_at WHERE account_id = account AND id = object AND revoked_at IS NULL;
      was_there := castellan.remove_key(object);
    ELSE
      UPDATE webhook_endpoints SET state = 'deleted' WHERE account_id = account AND id = object;
      was_there := castellan.remove_webhook(object);
    END IF;
    IF was_there THEN
      INSERT INTO ledger (account_id, id, at, kind, actor_kind, destroyed, request_id)
        VALUES (account, erasure, erased_at, CASE what WHEN 'removed_key' THEN 'api_key' ELSE 'webhook' END, 'system',
          destroyed, 'replay of ' || erasure);
    END IF;
    PERFORM set_config('castellan.account_id', '', true);
    RETURN was_there;
  END IF;
  FOR u IN SELECT account_id, id FROM users
    WHERE CASE WHEN what = 'person' THEN person_id = object ELSE account_id = account AND id = object END
  LOOP
    PERFORM set_config('castellan.account_id', u.account_id::text, true);
    UPDATE accounts SET state = 'setting_up' WHERE id = u.account_id AND state = 'active' AND active_owner_count = 1
      AND EXISTS (SELECT FROM users o WHERE o.account_id = u.account_id AND o.id = u.id AND role = 'owner' AND status = 'active');
    destroyed := castellan.destroy_activity(u.id);
    DELETE FROM users d WHERE d.account_id = u.account_id AND d.id = u.id;
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
  FOREACH f IN ARRAY ARRAY['withdraw_archives(uuid)', 'removals_seen(boolean)', 'remove_key(uuid)', 'remove_webhook(uuid)', 'gone_lately()'] LOOP
    EXECUTE format('ALTER FUNCTION castellan.%s OWNER TO castellan_gatekeeper', f);
    EXECUTE format('REVOKE ALL ON FUNCTION castellan.%s FROM PUBLIC', f);
  END LOOP;
  FOREACH f IN ARRAY ARRAY['removals_seen(boolean)', 'remove_key(uuid)', 'remove_webhook(uuid)', 'gone_lately()'] LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION castellan.%s TO castellan_app', f);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA castellan FROM castellan_gatekeeper;

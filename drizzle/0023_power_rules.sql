-- Deferred power: what is decided now and takes effect later. Links name who asked for them, and a change of role or status voids what is
-- pending, whichever verb makes that change.

GRANT CREATE ON SCHEMA castellan TO castellan_gatekeeper;
--> statement-breakpoint
GRANT UPDATE (cancelled_at) ON closures TO castellan_gatekeeper;
--> statement-breakpoint
-- Links of before do not name who asked for them, so nobody can be asked again: they end here and have to be sent again.
ALTER TABLE links DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE links SET voided_at = now(), voided_because = 'starter'
  WHERE purpose IN ('invitation', 'staff-invitation', 'reset', 'email-confirm') AND consumed_at IS NULL AND voided_at IS NULL;
--> statement-breakpoint
ALTER TABLE links ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint

DROP FUNCTION castellan.open_link(bytea);
--> statement-breakpoint
-- As before, with who asked for it. A link is `lapsed` when the role or status of somebody it depends on has changed since.
CREATE FUNCTION castellan.open_link(hash bytea)
RETURNS TABLE (id uuid, purpose text, person_id uuid, account_id uuid, user_id uuid, state text,
  started_as text, started_in uuid, started_by uuid, started_with uuid, not_before timestamptz)
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
    WHEN l.voided_because IS NOT NULL THEN 'lapsed'
    WHEN l.voided_at IS NOT NULL OR l.expires_at <= now() THEN 'expired'
    WHEN l.person_id IS NOT NULL AND l.purpose <> 'email-revert' AND l.current_version <> l.credential_version THEN 'expired'
    WHEN l.purpose = 'invitation' AND l.user_status IS DISTINCT FROM 'invited' THEN 'expired'
    ELSE 'live' END;
  IF now_is = 'live' AND l.opened_at IS NULL THEN
    UPDATE links SET opened_at = now() WHERE links.id = l.id;
  END IF;
  PERFORM set_config('castellan.person_id', coalesce(l.person_id::text, ''), true),
    set_config('castellan.account_id', coalesce(l.account_id::text, ''), true);
  RETURN QUERY SELECT l.id, l.purpose, l.person_id, l.account_id, l.user_id, now_is,
    l.started_as, l.started_in, l.started_by, l.started_with, l.not_before;
END $$;
--> statement-breakpoint
DROP FUNCTION castellan.use_link(bytea, text[]);
--> statement-breakpoint
-- As before, with who asked for it, and not before its time.
CREATE FUNCTION castellan.use_link(hash bytea, purposes text[])
RETURNS TABLE (id uuid, purpose text, person_id uuid, account_id uuid, user_id uuid,
  started_as text, started_in uuid, started_by uuid, started_with uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE l record;
BEGIN
  UPDATE links li SET consumed_at = now()
    WHERE li.token_hash = hash AND li.purpose = ANY (purposes)
      AND li.consumed_at IS NULL AND li.voided_at IS NULL AND li.expires_at > now()
      AND (li.not_before IS NULL OR li.not_before <= now())
      AND (li.purpose <> 'setup' OR NOT EXISTS (SELECT FROM accounts))
      AND (li.person_id IS NULL OR li.purpose = 'email-revert' OR li.credential_version =
        (SELECT p.credential_version FROM persons p WHERE p.id = li.person_id))
      AND (li.purpose <> 'invitation' OR EXISTS (SELECT FROM users u
        WHERE u.account_id = li.account_id AND u.id = li.user_id AND u.status = 'invited'))
    RETURNING li.* INTO l;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('castellan.person_id', coalesce(l.person_id::text, ''), true),
    set_config('castellan.account_id', coalesce(l.account_id::text, ''), true);
  RETURN QUERY SELECT l.id, l.purpose, l.person_id, l.account_id, l.user_id,
    l.started_as, l.started_in, l.started_by, l.started_with;
END $$;
--> statement-breakpoint
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['open_link(bytea)', 'use_link(bytea, text[])'] LOOP
    EXECUTE format('ALTER FUNCTION castellan.%s OWNER TO castellan_gatekeeper', f);
    EXECUTE format('REVOKE ALL ON FUNCTION castellan.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION castellan.%s TO castellan_app', f);
  END LOOP;
END $$;
--> statement-breakpoint

-- A change of somebody's role or status voids what is pending for them, and what they asked for and can no longer ask for. A closure, and
-- access of support, end with the last owner who decided them.
CREATE FUNCTION castellan.void_pending() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE links SET voided_at = now(), voided_because = 'target'
    WHERE person_id = NEW.person_id AND purpose IN ('email-confirm', 'reset') AND consumed_at IS NULL AND voided_at IS NULL;
  IF NEW.status <> 'active' OR NEW.role NOT IN ('owner', 'administrator') THEN
    UPDATE links SET voided_at = now(), voided_because = 'starter'
      WHERE started_in = NEW.account_id AND started_by = NEW.id AND person_id <> NEW.person_id
        AND purpose IN ('invitation', 'email-confirm', 'reset') AND consumed_at IS NULL AND voided_at IS NULL;
  END IF;
  IF OLD.role = 'owner' AND OLD.status = 'active' AND (NEW.role <> 'owner' OR NEW.status <> 'active') THEN
    UPDATE closures c SET cancelled_at = now()
      WHERE c.account_id = NEW.account_id AND c.cancelled_at IS NULL
        AND (c.cooling_ends_at IS NULL OR c.cooling_ends_at > now()) AND NEW.id IN (c.requested_by, c.confirmed_by)
        AND NOT EXISTS (SELECT FROM users u WHERE u.account_id = c.account_id AND u.id IN (c.requested_by, c.confirmed_by)
          AND u.id <> NEW.id AND u.role = 'owner' AND u.status = 'active');
    -- What is open ends by its clock, so that the job that tells of the end finds it; what nobody entered yet is over at once.
    UPDATE support_grants g SET ends_at = clock_timestamp()
      WHERE g.account_id = NEW.account_id AND g.answered_by = NEW.id AND g.ended_at IS NULL AND g.ends_at > clock_timestamp()
        AND g.starts_at < clock_timestamp();
    UPDATE support_grants g SET ended_at = clock_timestamp(), ended_by = 'owner'
      WHERE g.account_id = NEW.account_id AND g.answered_by = NEW.id AND g.decision = 'approved' AND g.ended_at IS NULL
        AND g.starts_at IS NULL;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
ALTER FUNCTION castellan.void_pending() OWNER TO castellan_gatekeeper;
--> statement-breakpoint
CREATE TRIGGER void_pending AFTER UPDATE OF role, status ON users FOR EACH ROW
  WHEN (OLD.role IS DISTINCT FROM NEW.role OR OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION castellan.void_pending();
--> statement-breakpoint
-- A key that is revoked takes along what was asked for with it.
CREATE FUNCTION castellan.void_pending_of_key() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE links SET voided_at = now(), voided_because = 'starter'
    WHERE started_in = NEW.account_id AND started_with = NEW.id AND consumed_at IS NULL AND voided_at IS NULL;
  RETURN NULL;
END $$;
--> statement-breakpoint
ALTER FUNCTION castellan.void_pending_of_key() OWNER TO castellan_gatekeeper;
--> statement-breakpoint
CREATE TRIGGER void_pending_of_key AFTER UPDATE OF revoked_at ON api_keys FOR EACH ROW
  WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION castellan.void_pending_of_key();
--> statement-breakpoint
REVOKE CREATE ON SCHEMA castellan FROM castellan_gatekeeper;

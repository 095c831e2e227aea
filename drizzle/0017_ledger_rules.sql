-- What people ask about their own data: whose requests are whose, and how they close by themselves.

ALTER TABLE erasure_requests ADD CONSTRAINT erasure_requests_user FOREIGN KEY (account_id, user_id)
  REFERENCES users (account_id, id) ON DELETE SET NULL (user_id);
--> statement-breakpoint
ALTER TABLE erasure_requests ENABLE ROW LEVEL SECURITY; ALTER TABLE erasure_requests FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY of_account ON erasure_requests TO castellan_app
  USING (account_id = castellan.account_id()) WITH CHECK (account_id = castellan.account_id());
--> statement-breakpoint
CREATE POLICY gatekeeper ON erasure_requests TO castellan_gatekeeper USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON erasure_requests TO castellan_app;
--> statement-breakpoint
GRANT UPDATE (reminders, lapsed_at, outcome, answered_at, answered_by, answer) ON erasure_requests TO castellan_app;
--> statement-breakpoint
GRANT SELECT ON erasure_requests TO castellan_gatekeeper;
--> statement-breakpoint
GRANT CREATE ON SCHEMA castellan TO castellan_gatekeeper;
--> statement-breakpoint

-- Whoever is gone asks for nothing any more: what they wrote goes with them, and what they asked for is done.
CREATE FUNCTION castellan.close_erasure_request() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.user_id IS NULL AND OLD.user_id IS NOT NULL THEN
    NEW.person_id := NULL;
    NEW.reason := NULL;
    NEW.answer := NULL;
    IF NEW.outcome IS NULL THEN
      NEW.outcome := 'erased';
      NEW.answered_at := now();
    END IF;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER close_erasure_request BEFORE UPDATE ON erasure_requests
  FOR EACH ROW EXECUTE FUNCTION castellan.close_erasure_request();
--> statement-breakpoint

-- Requests that somebody has to be reminded of, after 14 and 25 days, and those whose month is over.
CREATE FUNCTION castellan.due_erasure_requests() RETURNS TABLE (account_id uuid, user_id uuid, due text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.account_id, r.user_id, CASE WHEN r.due_at <= now() THEN 'lapse' ELSE 'remind' END
  FROM erasure_requests r JOIN accounts a ON a.id = r.account_id
  WHERE r.outcome IS NULL AND r.lapsed_at IS NULL AND a.state = 'active'
    AND NOT castellan.is_sealed(r.account_id)
    AND (r.due_at <= now()
      OR (r.reminders < 1 AND r.requested_at <= now() - interval '14 days')
      OR (r.reminders < 2 AND r.requested_at <= now() - interval '25 days'))
  ORDER BY random() LIMIT 500
$$;
--> statement-breakpoint
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['due_erasure_requests()'] LOOP
    EXECUTE format('ALTER FUNCTION castellan.%s OWNER TO castellan_gatekeeper', f);
    EXECUTE format('REVOKE ALL ON FUNCTION castellan.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION castellan.%s TO castellan_app', f);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA castellan FROM castellan_gatekeeper;

-- Reviews of support access, and the glass that two of the staff break together. What the staff do here goes through
-- functions that ask the session who it is: neither row is theirs to write.

GRANT SELECT ON support_reviews, support_review_items TO castellan_app, castellan_support;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (closed_at) ON support_reviews TO castellan_gatekeeper;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (decision, decided_at, decided_by, words) ON support_review_items TO castellan_gatekeeper;
--> statement-breakpoint
GRANT INSERT, UPDATE (decision, answered_at, confirmed_by, ended_at, ended_by) ON support_grants TO castellan_gatekeeper;
--> statement-breakpoint
GRANT UPDATE (roles, ended_at) ON staff TO castellan_gatekeeper;
--> statement-breakpoint
GRANT SELECT ON support_looks TO castellan_gatekeeper;
--> statement-breakpoint
ALTER TABLE support_review_items ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE support_review_items FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- An account reads what became of the accesses to it.
CREATE POLICY of_account ON support_review_items TO castellan_app
  USING (account_id = castellan.account_id()) WITH CHECK (account_id = castellan.account_id());
--> statement-breakpoint
CREATE POLICY gatekeeper ON support_review_items TO castellan_gatekeeper USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT CREATE ON SCHEMA castellan TO castellan_gatekeeper;
--> statement-breakpoint

-- The one of the staff whose session asks, where they have one of these roles; ends it for everyone else.
CREATE FUNCTION castellan.staff_who_asks(one_of text) RETURNS staff
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE me staff;
BEGIN
  SELECT * INTO me FROM staff s WHERE s.person_id = castellan.session_person() AND s.ended_at IS NULL
    AND string_to_array(s.roles, ' ') && string_to_array(one_of, ' ');
  IF NOT FOUND THEN
    RAISE insufficient_privilege USING MESSAGE = 'this is for the staff alone';
  END IF;
  RETURN me;
END $$;
--> statement-breakpoint
CREATE FUNCTION castellan.quarter_of(moment timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT date_trunc('quarter', moment AT TIME ZONE 'UTC')::date
$$;
--> statement-breakpoint
CREATE FUNCTION castellan.quarter_now() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT castellan.quarter_of(now())::text
$$;
--> statement-breakpoint
-- When the review of a quarter has to be done: thirty days after the quarter's end.
CREATE FUNCTION castellan.review_due(quarter date) RETURNS timestamptz
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT (quarter + interval '3 months' + interval '30 days') AT TIME ZONE 'UTC'
$$;
--> statement-breakpoint
-- Which quarter an access is reviewed in: that in which it was used. A broken glass is reviewed whether it was used or not.
CREATE FUNCTION castellan.reviewed_in(g support_grants) RETURNS date
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT castellan.quarter_of(coalesce(g.starts_at, CASE WHEN g.origin = 'break_glass' THEN g.requested_at END))
$$;
--> statement-breakpoint
-- The first quarter whose review should have been done and is not; null when all are. It waits for no job: an access that
-- no review has taken up counts as one that nobody has decided (P51).
CREATE FUNCTION castellan.review_overdue() RETURNS text
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT min(quarter)::text FROM (
    SELECT r.quarter FROM support_reviews r WHERE r.due_at <= clock_timestamp()
      AND EXISTS (SELECT FROM support_review_items i WHERE i.review_id = r.id AND i.decision IS NULL)
    UNION ALL
    SELECT castellan.reviewed_in(g) FROM support_grants g
      WHERE castellan.review_due(castellan.reviewed_in(g)) <= clock_timestamp()
        AND NOT EXISTS (SELECT FROM support_review_items i WHERE i.account_id = g.account_id AND i.grant_id = g.id)) open
$$;
--> statement-breakpoint
-- Takes up everybody who can be let in and every access of a quarter, however often it is asked; how much was new.
CREATE FUNCTION castellan.open_review(wanted date) RETURNS TABLE (review uuid, of_quarter text, added integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE q date := castellan.quarter_of(coalesce(wanted::timestamp AT TIME ZONE 'UTC', now() - interval '3 months'));
  r uuid; n integer; more integer;
BEGIN
  IF q > castellan.quarter_of(now()) THEN RAISE EXCEPTION 'this quarter has not begun'; END IF;
  INSERT INTO support_reviews (quarter, due_at) VALUES (q, castellan.review_due(q)) ON CONFLICT (quarter) DO NOTHING;
  SELECT id INTO r FROM support_reviews WHERE quarter = q FOR UPDATE;
  INSERT INTO support_review_items (review_id, staff_id, person_id)
    SELECT r, s.id, s.person_id FROM staff s WHERE s.ended_at IS NULL AND 'support' = ANY (string_to_array(s.roles, ' '))
      AND castellan.quarter_of(s.created_at) <= q
    ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS n = ROW_COUNT;
  INSERT INTO support_review_items (review_id, staff_id, person_id, account_id, grant_id)
    SELECT r, g.staff_id, g.person_id, g.account_id, g.id FROM support_grants g WHERE castellan.reviewed_in(g) = q
    ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS more = ROW_COUNT;
  PERFORM castellan.close_review(r);
  RETURN QUERY SELECT r, q::text, n + more;
END $$;
--> statement-breakpoint
-- A review is closed while nothing in it waits for a decision.
CREATE FUNCTION castellan.close_review(review uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE support_reviews r SET closed_at =
      CASE WHEN EXISTS (SELECT FROM support_review_items i WHERE i.review_id = r.id AND i.decision IS NULL) THEN NULL
        ELSE coalesce(r.closed_at, now()) END
    WHERE r.id = review
$$;
--> statement-breakpoint
CREATE FUNCTION castellan.reviews() RETURNS TABLE (id uuid, quarter text, opened_at timestamptz, due_at timestamptz,
  closed_at timestamptz, overdue boolean, items integer, undecided integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM castellan.staff_who_asks('security');
  RETURN QUERY SELECT r.id, r.quarter::text, r.opened_at, r.due_at, r.closed_at,
      r.due_at <= clock_timestamp() AND count(i.id) FILTER (WHERE i.decision IS NULL) > 0,
      count(i.id)::int, (count(i.id) FILTER (WHERE i.decision IS NULL))::int
    FROM support_reviews r LEFT JOIN support_review_items i ON i.review_id = r.id
    GROUP BY r.id ORDER BY r.quarter DESC;
END $$;
--> statement-breakpoint
-- The questions of a review, as those read them who decide: about an access, what the staff know of it and how much was
-- done with it, and nothing of the account but its id. `own` is what somebody else has to decide.
CREATE FUNCTION castellan.review_items(wanted uuid) RETURNS TABLE (id uuid, staff_id uuid, roles text, own boolean,
  account_id uuid, grant_id uuid, origin text, asked bytea, nouns text, fields text, mode text, starts_at timestamptz,
  ends_at timestamptz, looks integer, changes integer, unmasked integer, decision text, decided_at timestamptz,
  decided_by uuid, words bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE me staff := castellan.staff_who_asks('security');
BEGIN
  RETURN QUERY SELECT i.id, i.staff_id, CASE WHEN s.ended_at IS NULL THEN s.roles END,
      me.id = i.staff_id OR me.id IS NOT DISTINCT FROM g.confirmed_by,
      g.account_id, g.id, g.origin, g.asked, g.nouns, g.fields, g.mode, g.starts_at, coalesce(g.ended_at, g.ends_at),
      l.looks, l.changes, l.unmasked, i.decision, i.decided_at, i.decided_by, i.words
    FROM support_review_items i
      LEFT JOIN staff s ON s.id = i.staff_id
      LEFT JOIN support_grants g ON g.account_id = i.account_id AND g.id = i.grant_id
      LEFT JOIN LATERAL (SELECT (count(*) FILTER (WHERE k.kind = 'look'))::int AS looks,
          (count(*) FILTER (WHERE k.kind = 'change'))::int AS changes,
          (count(*) FILTER (WHERE k.kind = 'unmask'))::int AS unmasked
        FROM support_looks k WHERE k.account_id = g.account_id AND k.grant_id = g.id) l ON true
    WHERE i.review_id = wanted
    ORDER BY i.grant_id IS NULL DESC, g.origin = 'break_glass' DESC, g.starts_at DESC, i.id;
END $$;
--> statement-breakpoint
-- Writes a decision down, by somebody else than whom it is about and who confirmed it. Who is not to go on loses the role
-- at once, and every access ends, which is told where it was live; whoever has no other role is not of the staff any more.
CREATE FUNCTION castellan.decide_review(wanted uuid, decided text, said bytea)
RETURNS TABLE (outcome text, staff_id uuid, account_id uuid, grant_id uuid, of_quarter text, final text, ended jsonb)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE me staff := castellan.staff_who_asks('security'); i support_review_items; r support_reviews; left_roles text;
  over jsonb := '[]'; final_word text;
BEGIN
  SELECT * INTO i FROM support_review_items x WHERE x.id = wanted FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT * INTO r FROM support_reviews x WHERE x.id = i.review_id;
  final_word := CASE WHEN i.grant_id IS NOT NULL AND decided = 'remove' THEN 'escalate' ELSE decided END;
  IF i.staff_id = me.id OR EXISTS (SELECT FROM support_grants g
      WHERE g.account_id = i.account_id AND g.id = i.grant_id AND g.confirmed_by = me.id) THEN
    RETURN QUERY SELECT 'own', i.staff_id, i.account_id, i.grant_id, r.quarter::text, final_word, over; RETURN;
  ELSIF i.decision IS NOT NULL THEN
    RETURN QUERY SELECT 'decided', i.staff_id, i.account_id, i.grant_id, r.quarter::text, final_word, over; RETURN;
  END IF;
  UPDATE support_review_items x SET decision = final_word, decided_at = now(), decided_by = me.id, words = said
    WHERE x.review_id = i.review_id AND x.id = i.id;
  IF final_word = 'remove' THEN
    SELECT array_to_string(array_remove(string_to_array(s.roles, ' '), 'support'), ' ') INTO left_roles
      FROM staff s WHERE s.id = i.staff_id;
    UPDATE staff s SET roles = CASE WHEN left_roles = '' THEN s.roles ELSE left_roles END,
        ended_at = CASE WHEN left_roles = '' THEN coalesce(s.ended_at, now()) ELSE s.ended_at END
      WHERE s.id = i.staff_id;
    WITH gone AS (UPDATE support_grants g SET ended_at = clock_timestamp(), ended_by = 'operator'
      WHERE g.person_id = i.person_id AND castellan.support_state(g) IN ('live', 'invited') RETURNING g.account_id, g.id)
    SELECT coalesce(jsonb_agg(jsonb_build_object('accountId', gone.account_id, 'grantId', gone.id)), '[]')
      INTO over FROM gone;
  END IF;
  PERFORM castellan.close_review(i.review_id);
  RETURN QUERY SELECT 'done', i.staff_id, i.account_id, i.grant_id, r.quarter::text, final_word, over;
END $$;
--> statement-breakpoint
-- The first of two steps: one of the support staff says why an account has to be opened without asking anybody in it.
-- Nothing opens by it, and it lapses within the hour. Null where there is no such account.
CREATE FUNCTION castellan.break_glass(account uuid, new_id uuid, sealed bytea, of_nouns text, of_fields text, how text,
  how_long integer)
RETURNS uuid LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE me staff := castellan.staff_who_asks('support');
BEGIN
  IF NOT EXISTS (SELECT FROM accounts WHERE id = account AND state = 'active') THEN RETURN NULL; END IF;
  INSERT INTO support_grants (account_id, id, staff_id, person_id, origin, asked, nouns, fields, mode, minutes, lapses_at)
    VALUES (account, new_id, me.id, me.person_id, 'break_glass', sealed, of_nouns, of_fields, how, least(how_long, 60),
      now() + interval '1 hour');
  RETURN new_id;
END $$;
--> statement-breakpoint
-- What waits for a second person, for those who could be it.
CREATE FUNCTION castellan.broken_glass() RETURNS TABLE (id uuid, own boolean, account_id uuid, staff_id uuid, asked bytea,
  nouns text, fields text, mode text, minutes integer, requested_at timestamptz, lapses_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE me staff := castellan.staff_who_asks('support security');
BEGIN
  RETURN QUERY SELECT g.id, g.person_id = me.person_id, g.account_id, g.staff_id, g.asked, g.nouns, g.fields, g.mode,
      g.minutes, g.requested_at, g.lapses_at
    FROM support_grants g WHERE g.origin = 'break_glass' AND g.decision IS NULL AND castellan.support_state(g) = 'pending'
    ORDER BY g.requested_at DESC, g.id DESC;
END $$;
--> statement-breakpoint
-- The second step, by another person: the account is open now. What kept it from that otherwise; nothing where there is none.
CREATE FUNCTION castellan.confirm_break_glass(wanted uuid) RETURNS TABLE (outcome text, account_id uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE me staff := castellan.staff_who_asks('support security'); g support_grants;
BEGIN
  SELECT * INTO g FROM support_grants x WHERE x.id = wanted AND x.origin = 'break_glass' FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  IF g.person_id = me.person_id THEN RETURN QUERY SELECT 'own', g.account_id; RETURN; END IF;
  IF castellan.support_state(g) <> 'pending' THEN RETURN QUERY SELECT 'answered', g.account_id; RETURN; END IF;
  UPDATE support_grants x SET decision = 'approved', answered_at = now(), confirmed_by = me.id, starts_at = now(),
      ends_at = now() + make_interval(mins => least(g.minutes, (SELECT support_ceiling_minutes FROM settings)))
    WHERE x.account_id = g.account_id AND x.id = g.id;
  RETURN QUERY SELECT 'done', g.account_id;
END $$;
--> statement-breakpoint
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['staff_who_asks(text)', 'review_overdue()', 'open_review(date)', 'close_review(uuid)',
    'reviews()', 'review_items(uuid)', 'decide_review(uuid, text, bytea)',
    'break_glass(uuid, uuid, bytea, text, text, text, integer)', 'broken_glass()', 'confirm_break_glass(uuid)'] LOOP
    EXECUTE format('ALTER FUNCTION castellan.%s OWNER TO castellan_gatekeeper', f);
    EXECUTE format('REVOKE ALL ON FUNCTION castellan.%s FROM PUBLIC', f);
  END LOOP;
  FOREACH f IN ARRAY ARRAY['review_overdue()', 'open_review(date)', 'reviews()', 'review_items(uuid)',
    'decide_review(uuid, text, bytea)', 'break_glass(uuid, uuid, bytea, text, text, text, integer)', 'broken_glass()',
    'confirm_break_glass(uuid)'] LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION castellan.%s TO castellan_app, castellan_support', f);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA castellan FROM castellan_gatekeeper;

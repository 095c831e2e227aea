import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import pg from "pg";
import { describe, expect, test } from "vitest";

import { acme } from "@/lib/cast/people";
import { stageAccount } from "@/lib/cast/stage";
import { testInstallation } from "@/lib/db/testing";
import { inCopy, inTakeOut } from "@/lib/exports/coverage";
import { catalogueOf, classOf, outlive, purgedTables } from "@/lib/purge/tables";
import * as schema from "./schema";
import type { ColumnClass } from "./schema/columns";
import { publicText } from "./schema/public-text";

const installation = testInstallation();
const { owner } = installation;

/** Tables whose key does not start with the account, each with the reason. */
const notOfAnAccount: Record<string, string> = {
  accounts: "is the account; its id is the account id",
  persons: "one human may have users in several accounts",
  person_keys: "belongs to a person",
  sessions: "belongs to a person, before and after an account was picked",
  links: "belongs to a person, who may have no account in scope when it is opened",
  letters: "goes to a person",
  support_reviews: "belongs to the installation",
  support_review_items:
    "belongs to a review of the installation; an account reads what is about it",
  disclosures: "tells of a person or an account, whichever the data was of",
  installation: "is the installation",
  installation_keys: "belongs to the installation",
  exports: "an account's archive, or a person's copy, which spans their accounts",
  imports: "found by the archive's own id before its account is there",
  limits: "counts addresses and logins under a keyed hash, before anyone is known",
  mailbox: "belongs to the installation; loopback only",
  staff: "belongs to a person",
  settings: "belongs to the installation",
  processors: "belongs to the installation, and is public",
  processor_changes: "belongs to the installation, and is public",
  locations: "belongs to the installation, and is public",
  cleanups: "belongs to the installation",
  installation_log: "belongs to the installation",
  backups: "belongs to the installation",
  key_place: "belongs to the installation",
  backup_state: "belongs to the installation",
  backup_alarms: "belongs to the installation",
  drills: "belongs to the installation",
  restores: "belongs to the installation",
  erasures: "names what is gone, and its account may be gone too",
  purges: "certifies what is gone, and its account with it",
  purge_runs: "belongs to the installation",
  purge_recipients: "belongs to the installation; whom it names is gone",
  idempotency: "answers under a keyed hash of who asked, before anyone is known",
};

/** Tables without row-level security: nothing in them belongs to an account or a person. */
const ofTheInstallation = [
  "installation",
  "installation_keys",
  "limits",
  "mailbox",
  "settings",
  "processors",
  "processor_changes",
  "locations",
  "support_reviews",
  "cleanups",
  "installation_log",
  "idempotency",
  "backups",
  "key_place",
  "backup_state",
  "backup_alarms",
  "drills",
  "restores",
  "erasures",
  "purges",
  "purge_runs",
  "purge_recipients",
];

/** Indexes of account tables that do not start with the account, each with the reason. */
const acrossAccounts: Record<string, string> = {
  api_keys_key_hash_unique: "a key is found by its hash before its account is known",
  support_grants_by_person: "a person of the staff finds what is theirs, in whatever account",
  erasure_requests_open: "due requests of all accounts, asked by a job",
  users_by_person: "a person's places, asked by the gatekeeper at sign-in",
  users_to_resume: "due pauses of all accounts, asked by a job",
  users_to_remove: "due removals of all accounts, asked by a job",
};

const tables = Object.values<unknown>(schema).filter(
  (one): one is PgTable => one instanceof PgTable,
);
const configs = tables.map(getTableConfig);
const names = configs.map(({ name }) => name).toSorted();
const ofAccounts = names.filter((name) => !(name in notOfAnAccount));
const protectedTables = names.filter((name) => !ofTheInstallation.includes(name));

describe("the catalogue of the database", () => {
  test("the schema in code is the schema in the database", async () => {
    const stored = await owner<{ table: string; column: string; type: string; null: string }>(
      `select c.table_name as table, c.column_name as column, c.udt_name as type, c.is_nullable as null
       from information_schema.columns c join pg_class p on p.relname = c.table_name
         and p.relnamespace = 'public'::regnamespace
       where c.table_schema = 'public' and not p.relispartition`,
    );
    const written = configs.flatMap(({ name, columns }) =>
      columns.map((column) => ({
        table: name,
        column: column.name,
        type: typeOf(column.getSQLType()),
        null: column.notNull ? "NO" : "YES",
      })),
    );
    const sorted = (rows: typeof stored) => rows.map((row) => JSON.stringify(row)).toSorted();
    expect(sorted(stored)).toEqual(sorted(written));
  });

  test("[V8.4.1] every table starts its key with the account, or says why not", async () => {
    const keys = await owner<{ table: string; first: string }>(
      `select c.relname as table, a.attname as first from pg_index i
       join pg_class c on c.oid = i.indrelid
       join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
       where i.indisprimary and c.relnamespace = 'public'::regnamespace and not c.relispartition`,
    );
    expect(keys.map(({ table }) => table).toSorted()).toEqual(names);
    for (const { table, first } of keys) {
      if (table in notOfAnAccount) expect(first, table).not.toBe("account_id");
      else expect(first, table).toBe("account_id");
    }
    expect(Object.keys(notOfAnAccount).filter((name) => !names.includes(name))).toEqual([]);
  });

  test("[P20] [V8.4.1] row-level security is enabled and forced, with a policy, on everything of accounts and persons", async () => {
    const rows = await owner<{ table: string; enabled: boolean; forced: boolean; app: string[] }>(
      `select c.relname as table, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
         array(select p.policyname::text from pg_policies p where p.schemaname = 'public'
           and p.tablename = c.relname and 'castellan_app' = any (p.roles)) as app
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
         and not c.relispartition`,
    );
    expect(rows.map(({ table }) => table).toSorted()).toEqual(names);
    for (const { table, enabled, forced, app } of rows) {
      expect({ table, enabled, forced, policies: app.length }).toEqual({
        table,
        ...(protectedTables.includes(table)
          ? { enabled: true, forced: true, policies: 1 }
          : { enabled: false, forced: false, policies: 0 }),
      });
    }
  });

  test("[V8.4.1] every policy for the application checks what is read and what is written by the scope", async () => {
    const policies = await owner<{ table: string; using: string; check: string; permits: string }>(
      `select tablename as table, qual as using, with_check as check, permissive as permits
       from pg_policies where schemaname = 'public' and 'castellan_app' = any (roles)`,
    );
    for (const { table, using, check, permits } of policies) {
      expect(permits, table).toBe("PERMISSIVE");
      for (const rule of [using, check]) {
        expect(rule, table).toMatch(/\b(account|person)_id\(\)/);
        expect(rule, table).not.toMatch(/\btrue\b/i);
      }
    }
    const [others] = await owner<{ n: string }>(
      `select count(*) as n from pg_policies where schemaname = 'public' and 'public' = any (roles)`,
    );
    expect(others).toEqual({ n: "0" });
  });

  test("[P47] every policy for the staff asks for a live grant, or for what is their own", async () => {
    const policies = await owner<{ table: string; using: string; check: string; permits: string }>(
      `select tablename as table, qual as using, with_check as check, permissive as permits
       from pg_policies where schemaname = 'public' and 'castellan_support' = any (roles)`,
    );
    expect(policies.length).toBeGreaterThan(20);
    for (const { table, using, check, permits } of policies) {
      expect(permits, table).toBe("PERMISSIVE");
      for (const rule of [using, check]) {
        if (rule === null) continue;
        expect(rule, table).toMatch(/\b(granted|own_user|session_person|is_colleague)\(/);
        expect(rule, table).not.toMatch(/[^_]person_id\(\)|\btrue\b/i);
      }
    }
  });

  test("indexes of account tables start with the account, or say why not", async () => {
    const indexes = await owner<{ index: string; first: string }>(
      `select i.relname as index, a.attname as first from pg_index x
       join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
       join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
       where t.relname = any ($1) and t.relnamespace = 'public'::regnamespace`,
      [ofAccounts],
    );
    expect(indexes.length).toBeGreaterThan(ofAccounts.length);
    expect(
      indexes
        .filter(({ first }) => first !== "account_id")
        .map(({ index }) => index)
        .toSorted(),
    ).toEqual(Object.keys(acrossAccounts).toSorted());
  });
});

describe("[P63] [P78] what leaves with its owner", () => {
  test.each([
    ["the take-out archive", inTakeOut],
    ["a person's copy", inCopy],
  ])("%s has every table of accounts and persons, or says why not", (_, coverage) => {
    expect(Object.keys(coverage).toSorted()).toEqual(protectedTables);
  });
});

/** Tables that name a person and do not go with them by themselves, each with the reason. */
const namesAPerson: Record<string, string> = {
  disclosures:
    "those of no account are deleted with the person; an account keeps its own, of an id that names nobody",
  erasure_requests: "an account's record of what was asked; the person is taken out when they go",
  erasures: "whom no restore may bring back, by an id that names nobody",
  support_grants: "one of the staff, in an account's own record",
  support_review_items: "one of the staff, in the operator's own review",
  users: "are deleted before their person",
};

describe("[P65] the day an account or a person goes", () => {
  const onClient = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: installation.ownerUrl });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };

  test("every table is an account's, a person's, or the installation's with the reason", async () => {
    const catalogue = await onClient(catalogueOf);
    const ofNobody = catalogue.filter((table) => classOf(table) === "installation");
    const kept = ofNobody.map(({ name }) => name);
    expect(kept.filter((name) => !ofTheInstallation.includes(name))).toEqual([]);
    expect(Object.keys(outlive).filter((name) => !kept.includes(name))).toEqual([]);
    // one that names no account, yet holds answers of accounts
    expect(ofTheInstallation.filter((name) => !kept.includes(name))).toEqual(["idempotency"]);
  });

  test("what hangs on a person goes with the person", async () => {
    const loose = await owner(
      `select c.relname::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'person_id'
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
         and not exists (select from pg_constraint f where f.conrelid = c.oid and f.confrelid = 'persons'::regclass
           and f.contype = 'f' and f.confdeltype = 'c')
       order by 1`,
    );
    expect(loose.map(({ name }) => name)).toEqual(Object.keys(namesAPerson));
  });

  test("a table made yesterday is purged without an edit, children before parents", async () => {
    const purged = await onClient(async (client) => {
      await client.query("begin");
      await client.query(
        `create table public.newcomers (account_id uuid, id uuid, primary key (account_id, id));
         create table public.newcomer_parts (account_id uuid, id uuid, primary key (account_id, id),
           foreign key (account_id, id) references public.newcomers (account_id, id))`,
      );
      const tables = await purgedTables(client);
      await client.query("rollback");
      return tables.map(({ name }) => name);
    });
    const at = (name: string) => purged.indexOf(name);
    expect(at("newcomer_parts")).toBeGreaterThanOrEqual(0);
    expect(at("newcomers")).toBeGreaterThan(at("newcomer_parts"));
    expect(purged.at(-1)).toBe("accounts");
  });

  test("the purger may read and delete what is an account's, and nothing else", async () => {
    const purged = (await onClient(purgedTables)).map(({ name }) => name);
    const rows = await owner<{ name: string; may: string }>(
      `select c.relname::text as name, string_agg(lower(p), ' ' order by p) as may
       from pg_class c cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) as p
       where c.relnamespace = 'public'::regnamespace and has_table_privilege('castellan_purger', c.oid, p)
       group by c.relname`,
    );
    expect(Object.fromEntries(rows.map(({ name, may }) => [name, may]))).toEqual({
      ...Object.fromEntries(purged.map((name) => [name, "delete select"])),
      purges: "select",
      purge_runs: "insert select",
    });
  });

  test("an account that is not under purge is shut to the purger", async () => {
    const { accountId } = await stageAccount("Acme", { Olga: acme.Olga });
    const seen = (state: string) =>
      onClient(async (client) => {
        await client.query("begin");
        await client.query("update accounts set state = $2 where id = $1", [accountId, state]);
        await client.query("set local role castellan_purger");
        await client.query("select set_config('castellan.purge_account', $1, true)", [accountId]);
        const { rowCount } = await client.query("delete from users");
        await client.query("rollback");
        return rowCount;
      });
    expect(await seen("active")).toBe(0);
    expect(await seen("purging")).toBe(1);
  });
});

describe("[V13.2.2] the application's login", () => {
  const login = `(select rolname from pg_roles where rolname = 'castellan_app_' || current_database())`;

  test("is no superuser, passes no policy, creates nothing, and is in no role but the one that sees less", async () => {
    expect(
      await owner(
        `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication from pg_roles
         where rolname in (${login}, 'castellan_app', 'castellan_support', 'castellan_gatekeeper')`,
      ),
    ).toEqual(
      Array(4).fill({
        rolsuper: false,
        rolbypassrls: false,
        rolcreatedb: false,
        rolcreaterole: false,
        rolreplication: false,
      }),
    );
    const [server] = await owner<{ version: number }>(
      "select current_setting('server_version_num')::int as version",
    );
    expect(
      await owner(
        `select r.rolname, pg_has_role(m.member, r.oid, 'usage') as inherits
         from pg_auth_members m join pg_roles r on r.oid = m.roleid
         where m.member = ${login}::text::regrole order by 1`,
      ),
    ).toEqual([
      { rolname: "castellan_app", inherits: true },
      // The staff's role is taken on, for what the staff do; PostgreSQL 15 cannot hold a role and not inherit it.
      { rolname: "castellan_support", inherits: server!.version < 160_000 },
    ]);
    expect(
      await owner(
        `select has_schema_privilege(${login}, 'public', 'create') as public,
           has_schema_privilege(${login}, 'castellan', 'create') as castellan,
           has_schema_privilege(${login}, 'graphile_worker', 'usage') as queue,
           has_database_privilege(${login}, current_database(), 'create') as database,
           has_database_privilege(${login}, current_database(), 'temporary') as temporary`,
      ),
    ).toEqual([
      { public: false, castellan: false, queue: false, database: false, temporary: false },
    ]);
  });

  test("owns nothing", async () => {
    expect(
      await owner(
        `select c.relname::text as name from pg_class c join pg_roles r on r.oid = c.relowner
           where r.rolname = 'castellan_app' or r.rolname = ${login}
         union all select p.proname::text from pg_proc p join pg_roles r on r.oid = p.proowner
           where r.rolname = 'castellan_app' or r.rolname = ${login}`,
      ),
    ).toEqual([]);
  });

  test("may do to each table just this", async () => {
    const rows = await owner<{ name: string; may: string }>(
      `select c.relname as name, string_agg(lower(p), ' ' order by p) as may
       from pg_class c cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as p
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
         and has_table_privilege(${login}, c.oid, p)
       group by c.relname`,
    );
    expect(Object.fromEntries(rows.map(({ name, may }) => [name, may]))).toEqual({
      accounts: "insert select",
      account_keys: "insert select",
      activity: "insert select",
      api_calls: "insert select",
      api_keys: "insert select update",
      backups: "select",
      backup_alarms: "select",
      backup_state: "select",
      cleanups: "select",
      disclosures: "insert select",
      erasure_requests: "insert select",
      closures: "insert select",
      drills: "select",
      erasures: "insert",
      exports: "insert select update",
      holds: "insert select",
      idempotency: "delete insert select update",
      key_place: "select",
      imports: "insert select",
      installation: "select",
      installation_log: "insert select",
      installation_keys: "select",
      ledger: "insert select",
      letters: "delete insert select update",
      locations: "insert select",
      limits: "delete insert select update",
      links: "delete insert select update",
      mailbox: "delete insert select",
      person_keys: "insert select",
      persons: "delete insert select update",
      processor_changes: "select",
      processor_objections: "insert select",
      processors: "select",
      purge_recipients: "delete insert select",
      purge_runs: "insert select",
      purges: "insert select",
      restores: "select",
      presence: "delete insert select update",
      sessions: "delete insert select update",
      settings: "select",
      staff: "insert select update",
      support_grants: "insert select",
      support_looks: "insert select",
      support_unmasks: "insert select",
      support_review_items: "select",
      support_reviews: "select",
      traffic_rollups: "insert select update",
      webhook_attempts: "insert select",
      webhook_deliveries: "insert select update",
      webhook_endpoints: "insert select update",
      webhook_messages: "insert select",
      webhook_secrets: "delete insert select update",
      users: "delete insert select update",
    });
  });

  test("[V16.4.2] can neither change nor delete activity, nor reach one of its months past the policy", async () => {
    expect(
      await owner(
        `select c.relname from pg_class c where c.relispartition and c.relkind = 'r'
           and (has_table_privilege(${login}, c.oid, 'select, insert, update, delete, truncate, references, trigger')
             or has_any_column_privilege(${login}, c.oid, 'select, insert, update, references'))`,
      ),
    ).toEqual([]);
    expect(
      await owner(
        `select has_table_privilege(${login}, 'activity', 'update, delete, truncate')
           or has_any_column_privilege(${login}, 'activity', 'update') as changes`,
      ),
    ).toEqual([{ changes: false }]);
  });

  test("may write of an account only its name and version", async () => {
    const columns = await owner<{ name: string }>(
      `select a.attname as name from pg_attribute a where a.attrelid = 'accounts'::regclass and a.attnum > 0
         and has_column_privilege(${login}, 'accounts', a.attnum, 'update') order by 1`,
    );
    expect(columns.map(({ name }) => name)).toEqual(["name", "version"]);
  });
});

describe("[V13.2.2] functions that run with more rights than their caller", () => {
  test("have a fixed search path, an owner who may little, and no public caller", async () => {
    const functions = await owner<{ name: string; owner: string; path: string[]; open: boolean }>(
      `select p.proname as name, r.rolname as owner, p.proconfig as path,
         has_function_privilege('public', p.oid, 'execute') and p.prorettype <> 'trigger'::regtype as open
       from pg_proc p join pg_roles r on r.oid = p.proowner
       join pg_namespace n on n.oid = p.pronamespace
       where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker')
       order by 1`,
    );
    const [me] = await owner<{ name: string }>("select current_user as name");
    expect(functions.map(({ name }) => name)).toEqual([
      "account_ids",
      "account_states",
      "add_job",
      "advance_directory",
      "begin_purge",
      "break_glass",
      "broken_glass",
      "cleanup_after",
      "close_review",
      "closing_accounts",
      "confirm_break_glass",
      "count_users",
      "decide_review",
      "destroy_activity",
      "destroy_keys",
      "destroy_loose",
      "due_erasure_requests",
      "due_keys",
      "due_purges",
      "due_users",
      "enter_key",
      "enter_letter",
      "enter_session",
      "enter_support",
      "expire_exports",
      "export_files",
      "find_person",
      "gone_lately",
      "granted",
      "insist_on_staff",
      "installation_counts",
      "is_account",
      "is_colleague",
      "is_imported",
      "issue_set_up_link",
      "key_of",
      "leave_support",
      "live_holds",
      "look_at_attempts",
      "look_at_calls",
      "may_unmask",
      "objections",
      "open_link",
      "open_review",
      "outbox_state",
      "overdue_webhooks",
      "own_user",
      "persons_only_here",
      "places",
      "purge_due",
      "purge_scope",
      "queue_state",
      "removals_seen",
      "remove_key",
      "remove_webhook",
      "replay_erasure",
      "review_items",
      "review_overdue",
      "reviews",
      "session_person",
      "staff_members",
      "staff_who_asks",
      "support_approvers",
      "support_staff",
      "technical_staff",
      "tidy",
      "tidy_webhooks",
      "trace_request",
      "traffic_of_all",
      "use_link",
      "void_pending",
      "void_pending_of_key",
      "withdraw_archives",
    ]);
    for (const one of functions) {
      expect(one).toEqual({
        name: one.name,
        owner: ["add_job", "queue_state"].includes(one.name) ? me!.name : "castellan_gatekeeper",
        path: ["search_path=pg_catalog, public, pg_temp"],
        open: false,
      });
    }
  });

  test("nobody but the owner of the tables can make more", async () => {
    expect(
      await owner(
        `select n.nspname, r.rolname from pg_namespace n cross join pg_roles r
         where n.nspname in ('public', 'castellan') and not r.rolsuper and r.rolname not like 'pg\\_%'
           and has_schema_privilege(r.oid, n.oid, 'create')
           and not pg_has_role(r.oid, n.nspowner, 'member')`,
      ),
    ).toEqual([]);
  });
});

/** Where drizzle keeps what a column was declared with. */
type Declared = { config: { fieldConfig?: { columnClass?: ColumnClass } } };

describe("[P29] [V14.1.1] what a column holds decides how it is stored", () => {
  const columns = configs.flatMap(({ name, columns }) =>
    columns.map((column) => ({
      at: `${name}.${column.name}`,
      type: typeOf(column.getSQLType()),
      columnClass: (column as unknown as Declared).config.fieldConfig?.columnClass,
    })),
  );

  test("personal, secret and content only as ciphertext, digests only as bytes", () => {
    const bytes = columns.filter(({ type }) => type === "bytea");
    expect(bytes.length).toBeGreaterThan(15);
    for (const { at, columnClass } of bytes) {
      expect(["personal", "secret", "content", "digest"], at).toContain(columnClass);
    }
    expect(columns.filter(({ type, columnClass }) => columnClass && type !== "bytea")).toEqual([]);
  });

  test("every column of text is public, and says why", () => {
    const text = columns.filter(({ type }) => type === "text").map(({ at }) => at);
    expect(Object.keys(publicText).toSorted()).toEqual(text.toSorted());
  });

  test("nothing else can hold text", () => {
    const rest = columns.filter(({ type }) => !["text", "bytea"].includes(type));
    expect(new Set(rest.map(({ type }) => type))).toEqual(
      new Set(["uuid", "int4", "int8", "timestamptz", "bool", "_int4", "date"]),
    );
  });
});

/** drizzle's name of a type as PostgreSQL's catalogue has it. */
function typeOf(written: string): string {
  const types: Record<string, string> = {
    integer: "int4",
    bigint: "int8",
    boolean: "bool",
    "integer[]": "_int4",
    "timestamp with time zone": "timestamptz",
  };
  return types[written] ?? written;
}

"""The attacks of docs/security/tenancy.md by who refuses them. `{own}` and `{rival}` are schemas and roles."""

from __future__ import annotations

from typing import Any

from psycopg import sql

type Attack = Any  # str, bytes or composed SQL: all that a cursor takes

# Postgres's own rules: a role without a right.
POSTGRES = {
    "read another business": "SELECT * FROM {rival}.accounts_user",
    "read it in a common table expression": "WITH stolen AS (SELECT * FROM {rival}.accounts_user) SELECT * FROM stolen",
    "read it through a view of our own": "CREATE VIEW stolen AS SELECT * FROM {rival}.accounts_user",
    "let the planner talk about it": "EXPLAIN SELECT * FROM {rival}.accounts_user WHERE email = 'a'",
    "take its next number": "SELECT nextval('{rival}.accounts_user_id_seq')",
    "write into another business": "INSERT INTO {rival}.django_session VALUES ('k', 'd', now())",
    "change rows of another business": "MERGE INTO {rival}.accounts_user u USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE",
    "make a table in another business": "CREATE TABLE {rival}.planted (id int)",
    "refer to another business's table": "CREATE TABLE spy (id bigint REFERENCES {rival}.accounts_user)",
    "inherit another business's table": "CREATE TABLE spy () INHERITS ({rival}.accounts_user)",
    "hang a trigger on another business's table": (
        "CREATE TRIGGER spy BEFORE INSERT ON {rival}.accounts_user EXECUTE FUNCTION suppress_redundant_updates_trigger()"
    ),
    "lock another business's table": "BEGIN; LOCK TABLE {rival}.accounts_user",
    "drop another business": "DROP SCHEMA {rival} CASCADE",
    "become another business": "GRANT {rival} TO {own}",
    "let another business become this one": "GRANT {own} TO {rival}",
    "become the product's login": "GRANT mecto_app TO {own}",
    "give the login a role from its next session on": "ALTER ROLE mecto_app SET role = '{rival}'",
    "make the login a superuser": "ALTER ROLE mecto_app SUPERUSER",
    "let the own role log in": "ALTER ROLE {own} LOGIN PASSWORD 'p'",
    "be granted another business's table": "GRANT SELECT ON {rival}.accounts_user TO {own}",
    "take over what the administrator makes": "ALTER DEFAULT PRIVILEGES FOR ROLE mecto_admin GRANT SELECT ON TABLES TO {own}",
    "read the platform's businesses": "SELECT * FROM public.tenants_tenant",
    "read the platform's staff": "SELECT * FROM public.accounts_user",
    "read who signed up": "SELECT * FROM public.signup_sign_up",
    "make a table in public": "CREATE TABLE public.planted (id int)",
    "make an operator that all businesses use": "CREATE TABLE extensions.planted (id int)",
    "make a schema": "CREATE SCHEMA planted",
    "make a role": "CREATE ROLE planted",
    "leave a temporary table": "CREATE TEMPORARY TABLE left_behind (id int)",
    "leave a temporary table by SELECT": "SELECT 1 AS id INTO TEMP left_behind",
    "change who may do what with rows": "ALTER TABLE public.due_work DISABLE ROW LEVEL SECURITY",
    "make a trusted extension": "CREATE EXTENSION IF NOT EXISTS hstore",
    "load code": "LOAD '/srv/evil.so'",
    "a function in C": "CREATE FUNCTION evil() RETURNS int LANGUAGE c AS '/srv/evil.so', 'evil'",
    "find the platform's tables without their schema": "SELECT * FROM tenants_tenant",
    "copy another business out": "COPY {rival}.accounts_user TO STDOUT",
    "copy a query about another business out": "COPY (SELECT * FROM {rival}.accounts_user) TO STDOUT",
    "copy into another business": "COPY {rival}.django_session FROM STDIN",
    "copy to a program": "COPY accounts_user TO PROGRAM 'cat'",
    "copy from a file": "COPY django_session FROM '/etc/hostname'",
    "read a file": "SELECT pg_read_file('/etc/hostname')",
    "list the server's files": "SELECT pg_ls_dir('.')",
    "bring a file in": "SELECT lo_import('/etc/hostname')",
    "read the passwords": "SELECT rolpassword FROM pg_authid",
    "read samples of everybody's columns": "SELECT * FROM pg_statistic",
    "read large objects as the table they are": "SELECT * FROM pg_largeobject",
    "become the login's equal": "SET SESSION AUTHORIZATION {rival}",
    "become the administrator": "SET ROLE mecto_admin",
    "reach another server": "CREATE SERVER out FOREIGN DATA WRAPPER postgres_fdw",
    "subscribe to everybody's changes": "CREATE PUBLICATION everything FOR ALL TABLES",
    "change the server's settings": "ALTER SYSTEM SET log_statement = 'all'",
    "change the database's settings": "ALTER DATABASE {database} SET search_path = {own}",
}

# Rights that every Postgres user has until deploy/database/roles.sql takes them.
RIGHT = {
    "change the role inside a query": "SELECT set_config('role', '{rival}', false)",
    "change the path inside a query": "SELECT set_config('search_path', '{rival}', false)",
    "change a setting as if it were a row": "UPDATE pg_settings SET setting = '{rival}' WHERE name = 'role'",
    "a function that changes the role": "CREATE FUNCTION evil() RETURNS int LANGUAGE sql SET role = '{rival}' AS 'SELECT 1'",
    "a block of code": "DO $$ BEGIN PERFORM 1; END $$",
    "a query in a text: XML": "SELECT query_to_xml('SELECT 1', true, true, '')",
    "a cursor in a text: XML": "SELECT cursor_to_xml('c', 1, true, true, '')",
    "a schema as XML": "SELECT schema_to_xml('{rival}', true, true, '')",
    "a query in a text: word counts": "SELECT * FROM ts_stat('SELECT to_tsvector(email) FROM accounts_user')",
    "a query in a text: rewriting": "SELECT ts_rewrite('a'::tsquery, 'SELECT ''a''::tsquery, ''b''::tsquery')",
    "a lock that outlives the transaction": "SELECT pg_advisory_lock(1)",
    "a lock that outlives the transaction, tried": "SELECT pg_try_advisory_lock_shared(1, 2)",
    "open another's locks": "SELECT pg_advisory_unlock_all()",
    "see what others lock": "SELECT * FROM pg_locks",
    "tell another business": "SELECT pg_notify('channel', 'secret')",
    "leave a large object": "SELECT lo_from_bytea(0, 'secret')",
    "read a large object": "SELECT lo_get(1)",
    "lend the own snapshot": "SELECT pg_export_snapshot()",
    "make the next user's random numbers known": "SELECT setseed(0.5)",
    "count another business's rows by its size": "SELECT pg_relation_size('{rival}.accounts_user'::regclass)",
    "count another business's rows by the planner's numbers": "SELECT reltuples FROM pg_class",
    "count another business's rows by statistics": "SELECT * FROM pg_stat_all_tables",
    "look at the other sessions": "SELECT * FROM pg_stat_activity",
    "end another session": "SELECT pg_terminate_backend(pg_backend_pid())",
    "cancel another session's query": "SELECT pg_cancel_backend(pg_backend_pid())",
}

# Two statements where one is expected: each begins like one that the product sends.
PROTOCOL = {
    "leave and enter another": "SELECT 1; SET ROLE {rival}",
    "leave": "SELECT 1; RESET ROLE",
    "stacked behind a comment": "SELECT 1 /* ; */; -- \n RESET ROLE",
    "stacked behind data": "UPDATE django_session SET session_data = ''; SET ROLE {rival}; SELECT * FROM {rival}.accounts_user",
    "end the transaction and leave": "SELECT 1; COMMIT; RESET ROLE",
    "stacked behind a savepoint": "SAVEPOINT a; RESET ROLE",
    "stacked behind a constraint": "SET CONSTRAINTS ALL IMMEDIATE; RESET ROLE",
}

# One whole statement that Postgres would run.
GUARD: dict[str, Attack] = {
    "become another business": "SET ROLE {rival}",
    "become another for this transaction": "SET LOCAL ROLE {rival}",
    "leave the business": "RESET ROLE",
    "leave all settings": "RESET ALL",
    "become the login again": "SET SESSION AUTHORIZATION DEFAULT",
    "become the login by forgetting": "DISCARD ALL",
    "look elsewhere": "SET search_path TO public",
    "roll the role back": "ROLLBACK",
    "end the transaction": "COMMIT",
    "end it and begin another": "ABORT AND CHAIN",
    "a prepared statement": "PREPARE evil AS SELECT 1",
    "run a prepared one": "EXECUTE evil",
    "a held cursor": "DECLARE evil CURSOR WITH HOLD FOR SELECT 1",
    "read a held cursor": "FETCH ALL FROM evil",
    "listen": "LISTEN channel",
    "tell": "NOTIFY channel, 'secret'",
    "a block of code": "DO $$ BEGIN PERFORM 1; END $$",
    "a procedure": "CALL evil()",
    "a function": "CREATE FUNCTION evil() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "give rows away": "GRANT SELECT ON accounts_user TO {rival}",
    "give a schema away": "GRANT USAGE ON SCHEMA {own} TO PUBLIC",
    "remove the own tables": "DROP TABLE accounts_user",
    "empty them": "TRUNCATE accounts_user",
    "copy outside `copy()`": "COPY accounts_user TO STDOUT",
    "explain": "EXPLAIN ANALYZE SELECT 1",
    "behind a comment": "/* SELECT */ SET ROLE {rival}",
    "behind a nested comment": "/* /* */ SELECT */ SET ROLE {rival}",
    "behind a line's comment": "-- SELECT\nSET ROLE {rival}",
    "behind white space and brackets": " \t\r\n\v\f((SET ROLE {rival}))",
    "behind a semicolon": "; SET ROLE {rival}",
    "behind a byte order mark": "\ufeffSET ROLE {rival}",
    "in another spelling": "sEt rOlE {rival}",
    "as bytes": b"SET ROLE {rival}",
    "as composed SQL": sql.SQL("SET ") + sql.SQL("ROLE x"),
    "what only looks like a savepoint": "ROLLBACK TO",
    "what only begins like a savepoint": "RELEASE",
    "what begins like a constraint": "SET CONSTRAINTSX ROLE x",
    "nothing": "",
}

# What runs, and tells nothing.
SEES_NOTHING = {
    "a setting as a row to write": "SELECT has_table_privilege('pg_settings', 'UPDATE')::int",
    "samples of others' columns": "SELECT count(*) FROM pg_stats WHERE schemaname = '{rival}'",
    "others' next numbers": "SELECT count(last_value) FROM pg_sequences WHERE schemaname = '{rival}'",
    "prepared statements of the session": "SELECT count(*) FROM pg_prepared_statements",
    "cursors of the session": "SELECT count(*) FROM pg_cursors WHERE name <> ''",
    "large objects": "SELECT count(*) FROM pg_largeobject_metadata",
    "functions with their owner's rights": (
        "SELECT count(*) FROM pg_proc WHERE prosecdef AND has_function_privilege(oid, 'EXECUTE')"
    ),
    "roles to become": "SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole",
    "columns in the standard's views": "SELECT count(*) FROM information_schema.columns WHERE table_schema = '{rival}'",
}

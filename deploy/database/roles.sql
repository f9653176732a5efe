-- Who may do what in a MectoFitness database. Run by a superuser inside that database, locally and in production, as often as you like.
-- The database's owner with CREATEROLE and CREATEDB, who is no superuser, may run it too: at its end it warns of what only a superuser can do.
-- Passwords are no part of it: set them afterwards with ALTER ROLE … PASSWORD (or let the provider's authentication do it).

-- Who makes a role without being a superuser may act as it only so. A superuser is not touched by this.
SET createrole_self_grant TO 'set, inherit';

-- Two logins, neither a superuser.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mecto_admin') THEN
        CREATE ROLE mecto_admin;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mecto_app') THEN
        CREATE ROLE mecto_app;
    END IF;
END
$$;

-- Migrations and provisioning: owns the database and makes one role a business.
ALTER ROLE mecto_admin WITH LOGIN CREATEROLE INHERIT;
-- It may act as the roles it makes, which creating a schema for them requires.
ALTER ROLE mecto_admin SET createrole_self_grant TO 'set, inherit';

-- The running product: owns nothing, and has a business's rights only after SET ROLE.
ALTER ROLE mecto_app WITH LOGIN NOINHERIT NOCREATEDB NOCREATEROLE;

-- A new role has none of these rights; only a superuser may as much as say so.
DO $$
DECLARE
    login text;
BEGIN
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname IN ('mecto_admin', 'mecto_app')
                 AND (rolsuper OR rolbypassrls OR rolreplication)
    LOOP
        EXECUTE format('ALTER ROLE %I NOSUPERUSER NOBYPASSRLS NOREPLICATION', login);
    END LOOP;
END
$$;

-- "$user" is the schema of the current role: inside a business its own, outside none. What public work needs it sets itself.
ALTER ROLE mecto_app SET search_path TO "$user", extensions;
ALTER ROLE mecto_admin SET search_path TO "$user", extensions;
ALTER ROLE mecto_app SET timezone TO 'UTC';
ALTER ROLE mecto_admin SET timezone TO 'UTC';

DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I OWNER TO mecto_admin', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO mecto_app', current_database());
END
$$;

-- Extensions: usable by everybody, changeable by the superuser only.
CREATE SCHEMA IF NOT EXISTS extensions;
REVOKE ALL ON SCHEMA extensions FROM PUBLIC;
GRANT USAGE ON SCHEMA extensions TO PUBLIC;
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA extensions;

-- The platform's own tables: made by the admin, used by the product, out of reach for a business's role.
-- Businesses' roles look into public for one table, due_work; they have no right on any other.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE mecto_admin IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO mecto_app;
ALTER DEFAULT PRIVILEGES FOR ROLE mecto_admin IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO mecto_app;

-- What every Postgres user may do and no business may. A business's role is a member of nothing, so that it does not share in
-- what is granted to the two logins.
DO $$
DECLARE
    found record;
    -- Over the wall: SELECT set_config('role', …). What one session leaves for the next, or tells another: locks without an
    -- end, notices, large objects, snapshots. Text that is run as a query.
    closed CONSTANT text := '^(set_config|setseed|pg_(try_)?advisory_(un)?lock(_shared|_all)?|pg_notify|lo_.*|loread|lowrite'
        '|pg_export_snapshot|pg_logical_emit_message|(query|cursor|table|schema|database)_to_xml.*|ts_stat|ts_rewrite)$';
    -- How much others have, what they lock, which sessions run.
    looking CONSTANT text := '^pg_(stat_get_.*|(relation|table|indexes|total_relation|database|tablespace)_size|lock_status'
        '|blocking_pids|safe_snapshot_blocking_pids|cancel_backend|terminate_backend)$';
BEGIN
    FOR found IN
        SELECT pg_proc.oid::regprocedure AS function, proname AS name
        FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner)))
        WHERE pronamespace = 'pg_catalog'::regnamespace AND grantee = 0 AND proname ~ concat(closed, '|', looking)
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', found.function);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO mecto_admin', found.function);
        IF found.name ~ looking THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO mecto_app', found.function);
        END IF;
    END LOOP;
END
$$;

-- Its rule calls set_config.
REVOKE UPDATE ON pg_catalog.pg_settings FROM PUBLIC;

-- A business has no functions of its own: one with SET role in its head would leave the business. Those that migrations
-- need are made here, in schema extensions.
REVOKE USAGE ON LANGUAGE plpgsql, sql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql, sql TO mecto_admin;

-- Every table's name is everybody's, its number of rows is not.
DO $$
DECLARE
    columns text;
BEGIN
    SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute
    WHERE attrelid = 'pg_class'::regclass AND attnum > 0
      AND attname NOT IN ('reltuples', 'relpages', 'relallvisible', 'relallfrozen');
    REVOKE SELECT ON pg_catalog.pg_class FROM PUBLIC;
    EXECUTE format('GRANT SELECT (%s) ON pg_catalog.pg_class TO PUBLIC', columns);
    GRANT SELECT ON pg_catalog.pg_class TO mecto_admin, mecto_app;
END
$$;

-- Where the script was run without a superuser, what belongs to Postgres itself was not taken away: the wall is not whole.
DO $$
BEGIN
    IF has_function_privilege('mecto_app', 'pg_catalog.set_config(text, text, boolean)', 'EXECUTE')
       OR has_language_privilege('mecto_app', 'plpgsql', 'USAGE') THEN
        RAISE WARNING 'Rights on pg_catalog could not be taken from everybody: a superuser has to run roles.sql in this database';
    END IF;
END
$$;
RESET createrole_self_grant;

-- Who may do what in a MectoFitness database. Run by a superuser inside that database, locally and in production, as often as you like.
-- Passwords are no part of it: set them afterwards with ALTER ROLE … PASSWORD (or let the provider's authentication do it).

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
ALTER ROLE mecto_admin WITH LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS NOREPLICATION INHERIT;
-- It may act as the roles it makes, which creating a schema for them requires.
ALTER ROLE mecto_admin SET createrole_self_grant TO 'set, inherit';

-- The running product: owns nothing, and has a business's rights only after SET ROLE.
ALTER ROLE mecto_app WITH LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION;

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

-- Changing the role from inside a query (SELECT set_config('role', …)) would climb over the wall between businesses.
REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO mecto_admin;

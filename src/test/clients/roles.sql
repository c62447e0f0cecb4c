-- The roles of these tests, for every database of a server: who logs in, and whom requests may be.

DO $$ BEGIN CREATE ROLE clients_login LOGIN NOINHERIT; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE clients_anonymous NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE clients_member NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE clients_writer NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT clients_anonymous, clients_member, clients_writer TO clients_login;

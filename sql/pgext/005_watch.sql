-- Which tables' changes are read.

-- What a table's replica identity was before watch made it FULL.
CREATE TABLE pgext.former_identity (
  relation oid PRIMARY KEY,
  identity "char" NOT NULL,
  index    oid
);

-- Who calls, also in a function that runs as its owner: the role that was switched to, else who logged in.
CREATE FUNCTION pgext.caller() RETURNS name
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$ SELECT CASE current_setting('role') WHEN 'none' THEN session_user ELSE current_setting('role')::name END $$;

-- Raises unless the relation is a table, whole, and the caller's.
CREATE FUNCTION pgext.require_own_table(relation regclass) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  found_table pg_class := (SELECT c FROM pg_class AS c WHERE c.oid = relation);
BEGIN
  IF found_table.oid IS NULL THEN
    RAISE undefined_table USING MESSAGE = 'there is no such table';
  END IF;
  IF NOT pg_has_role(pgext.caller(), found_table.relowner, 'USAGE') THEN
    RAISE insufficient_privilege USING
      MESSAGE = format('must be owner of table %s', relation),
      DETAIL = format('It belongs to role %I, and the caller is %I.',
        pg_get_userbyid(found_table.relowner), pgext.caller());
  END IF;
  IF found_table.relispartition THEN
    RAISE wrong_object_type USING
      MESSAGE = format('%s is a partition', relation),
      HINT = format('Name the table that it is a partition of: %s.', pg_partition_root(relation));
  END IF;
  IF found_table.relkind NOT IN ('r', 'p') OR found_table.relpersistence <> 'p'
     OR found_table.relnamespace = 'pg_catalog'::regnamespace THEN
    RAISE wrong_object_type USING
      MESSAGE = format('%s is not a table whose changes can be read', relation),
      DETAIL = 'Views, foreign, temporary, unlogged and system tables have none.';
  END IF;
END
$$;

-- A table and, if it is partitioned, its partitions.
CREATE FUNCTION pgext.family(relation regclass) RETURNS SETOF regclass
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS 'SELECT relation UNION SELECT relid FROM pg_partition_tree(relation)';

-- Creates the publication where it is missing, and remembers its name for pgext.watch.
CREATE FUNCTION pgext.prepare_publication(publication name) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE pgext.server AS s SET publication = $1 WHERE s.publication <> $1;
  IF EXISTS (SELECT FROM pg_publication WHERE pubname = $1) THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE PUBLICATION %I WITH (publish_via_partition_root = true%s)', $1,
    CASE WHEN current_setting('server_version_num')::int >= 180000
         THEN ', publish_generated_columns = stored' ELSE '' END);
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN
    NULL; -- another session was faster
  WHEN insufficient_privilege THEN
    RAISE insufficient_privilege USING
      MESSAGE = format('role %I may not create the publication %I', current_user, $1),
      HINT = format('Run, as the owner of the database or a superuser: GRANT CREATE ON DATABASE %I TO %I;',
        current_database(), current_user);
END
$$;

-- The reader of changes notes something down at its publication, which belongs to pgext's owner.
CREATE FUNCTION pgext.note_epoch(publication name, note text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  EXECUTE format('COMMENT ON PUBLICATION %I IS %L', publication, note);
END
$$;

-- The statements that do by hand what this role may not.
CREATE FUNCTION pgext.by_hand(relation regclass, statements text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT format('Run, as a superuser: %s Or, once for all tables of that owner, as a superuser or an administrator of the role: GRANT %I TO %I;',
    statements, pg_get_userbyid(relowner), current_user)
  FROM pg_class WHERE oid = relation
$$;

CREATE FUNCTION pgext.set_identity(relation regclass, full_identity boolean) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  member pg_class;
BEGIN
  FOR member IN
    SELECT c.* FROM pgext.family(relation) AS f JOIN pg_class AS c ON c.oid = f AND c.relreplident <> 'f'
  LOOP
    IF full_identity THEN
      INSERT INTO pgext.former_identity (relation, identity, index)
      SELECT member.oid, member.relreplident,
             (SELECT indexrelid FROM pg_index WHERE indrelid = member.oid AND indisreplident)
      ON CONFLICT ON CONSTRAINT former_identity_pkey
        DO UPDATE SET identity = excluded.identity, index = excluded.index;
      EXECUTE format('ALTER TABLE %s REPLICA IDENTITY FULL', member.oid::regclass);
    ELSIF member.relreplident = 'n' OR member.relreplident = 'd' AND NOT EXISTS (
        SELECT FROM pg_index WHERE indrelid = member.oid AND indisprimary AND indimmediate) THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('%s has no replica identity: its updates and deletes would fail', member.oid::regclass),
        HINT = 'Give it a primary key, or watch it with full_identity => true.';
    END IF;
  END LOOP;
END
$$;

CREATE FUNCTION pgext.restore_identity(relation regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  former record;
BEGIN
  FOR former IN
    DELETE FROM pgext.former_identity AS i USING pgext.family($1) AS f, pg_class AS c
    WHERE i.relation = f AND c.oid = f
    RETURNING f AS member, i.identity, c.relreplident AS current,
      (SELECT relname FROM pg_class AS x WHERE x.oid = i.index) AS index
  LOOP
    IF former.current = 'f' THEN
      EXECUTE format('ALTER TABLE %s REPLICA IDENTITY %s', former.member,
        CASE WHEN former.identity = 'n' THEN 'NOTHING'
             WHEN former.identity = 'i' AND former.index IS NOT NULL THEN format('USING INDEX %I', former.index)
             ELSE 'DEFAULT' END);
    END IF;
  END LOOP;
END
$$;

CREATE FUNCTION pgext.publish(relation regclass, full_identity boolean) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  publication constant name := (SELECT s.publication FROM pgext.server AS s);
BEGIN
  PERFORM pgext.prepare_publication(publication);
  PERFORM pgext.set_identity(relation, full_identity);
  IF NOT EXISTS (SELECT FROM pg_publication AS p LEFT JOIN pg_publication_rel AS r
                   ON r.prpubid = p.oid AND r.prrelid = relation
                 WHERE p.pubname = publication AND (p.puballtables OR r.oid IS NOT NULL)) THEN
    EXECUTE format('ALTER PUBLICATION %I ADD TABLE %s', publication, relation);
  END IF;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE insufficient_privilege USING
    MESSAGE = format('role %I may not watch %s: %s', current_user, relation, SQLERRM),
    HINT = pgext.by_hand(relation, format('ALTER PUBLICATION %I ADD TABLE %s;', publication, relation)
      || CASE WHEN full_identity THEN format(' ALTER TABLE %s REPLICA IDENTITY FULL;', relation) ELSE '' END);
END
$$;

CREATE FUNCTION pgext.unpublish(relation regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  publication constant name := (SELECT s.publication FROM pgext.server AS s);
BEGIN
  IF EXISTS (SELECT FROM pg_publication AS p JOIN pg_publication_rel AS r ON r.prpubid = p.oid
             WHERE p.pubname = publication AND r.prrelid = relation) THEN
    EXECUTE format('ALTER PUBLICATION %I DROP TABLE %s', publication, relation);
  END IF;
  PERFORM pgext.restore_identity(relation);
EXCEPTION WHEN insufficient_privilege THEN
  RAISE insufficient_privilege USING
    MESSAGE = format('role %I may not unwatch %s: %s', current_user, relation, SQLERRM),
    HINT = pgext.by_hand(relation, format('ALTER PUBLICATION %I DROP TABLE %s;', publication, relation));
END
$$;

CREATE FUNCTION pgext.attach(relation regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  statements constant text := format(
    'CREATE OR REPLACE TRIGGER pgext_queue AFTER INSERT OR UPDATE OR DELETE ON %1$s'
    ' FOR EACH ROW EXECUTE FUNCTION pgext.enqueue();'
    ' CREATE OR REPLACE TRIGGER pgext_queue_truncate AFTER TRUNCATE ON %1$s'
    ' FOR EACH STATEMENT EXECUTE FUNCTION pgext.enqueue();', relation);
BEGIN
  EXECUTE statements;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE insufficient_privilege USING
    MESSAGE = format('role %I may not watch %s: %s', current_user, relation, SQLERRM),
    HINT = pgext.by_hand(relation, statements);
END
$$;

CREATE FUNCTION pgext.detach(relation regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  statements constant text := format(
    'DROP TRIGGER IF EXISTS pgext_queue ON %1$s; DROP TRIGGER IF EXISTS pgext_queue_truncate ON %1$s;', relation);
BEGIN
  IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = relation AND tgfoid = 'pgext.enqueue()'::regprocedure) THEN
    EXECUTE statements;
  END IF;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE insufficient_privilege USING
    MESSAGE = format('role %I may not unwatch %s: %s', current_user, relation, SQLERRM),
    HINT = pgext.by_hand(relation, statements);
END
$$;

CREATE FUNCTION pgext.header(relation regclass) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT jsonb_build_object('oid', c.oid::bigint, 'schema', n.nspname, 'table', c.relname)
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.oid = relation
$$;

CREATE FUNCTION pgext.watch(relation regclass, full_identity boolean DEFAULT true) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM pgext.require_own_table(relation);
  IF pgext.source() = 'queue' THEN
    PERFORM pgext.attach(relation);
  ELSE
    PERFORM pgext.publish(relation, full_identity);
  END IF;
  PERFORM pgext.say('pgext.watch', pgext.header(relation) || jsonb_build_object('full_identity', full_identity));
END
$$;
COMMENT ON FUNCTION pgext.watch(regclass, boolean) IS
  'Has a table''s changes read, with whole old rows unless full_identity is off; again after partitions were added.';

CREATE FUNCTION pgext.unwatch(relation regclass) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM pgext.require_own_table(relation);
  PERFORM pgext.unpublish(relation);
  PERFORM pgext.detach(relation);
  PERFORM pgext.say('pgext.unwatch', pgext.header(relation));
END
$$;
COMMENT ON FUNCTION pgext.unwatch(regclass) IS
  'Has a table''s changes read no more; its replica identity is as it was before it was watched.';

CREATE VIEW pgext.watched AS
SELECT c.oid::regclass AS relation, n.nspname AS schema, c.relname AS name, w.source,
       CASE c.relreplident WHEN 'f' THEN 'full' WHEN 'd' THEN 'default' WHEN 'i' THEN 'index' ELSE 'nothing'
       END AS replica_identity
FROM (
  SELECT r.prrelid AS oid, 'publication' AS source
  FROM pgext.server AS s
  JOIN pg_catalog.pg_publication AS p ON p.pubname = s.publication
  JOIN pg_catalog.pg_publication_rel AS r ON r.prpubid = p.oid
  WHERE pgext.source() = 'wal'
  UNION ALL
  SELECT t.tgrelid, 'queue'
  FROM pg_catalog.pg_trigger AS t
  WHERE pgext.source() = 'queue' AND t.tgname = 'pgext_queue' AND t.tgparentid = 0
    AND t.tgfoid = 'pgext.enqueue()'::regprocedure
) AS w
JOIN pg_catalog.pg_class AS c ON c.oid = w.oid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace;
COMMENT ON VIEW pgext.watched IS 'The tables whose changes are read.';

-- The server says where it reads, and watched tables follow. What keeps one from it is returned.
CREATE FUNCTION pgext.use_source(chosen text) RETURNS TABLE (relation regclass, problem text, hint text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  FOR relation IN
    SELECT w.relation FROM pgext.watched AS w WHERE pgext.source() <> chosen
  LOOP
    BEGIN
      IF chosen = 'queue' THEN
        PERFORM pgext.attach(relation);
      ELSE
        PERFORM pgext.publish(relation, true);
        PERFORM pgext.detach(relation);
      END IF;
    EXCEPTION WHEN insufficient_privilege THEN
      GET STACKED DIAGNOSTICS problem = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
      RETURN NEXT;
    END;
  END LOOP;
  UPDATE pgext.server SET source = chosen WHERE source IS DISTINCT FROM chosen;
END
$$;

SELECT pgext.make_private('pgext');
-- They ask whose the table is.
GRANT EXECUTE ON FUNCTION pgext.watch(regclass, boolean), pgext.unwatch(regclass) TO PUBLIC;
-- pg_publication_tables tells everybody as much.
GRANT SELECT ON pgext.watched TO PUBLIC;

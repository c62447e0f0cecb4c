package dev.pgext.project.functions;

import dev.pgext.migrate.Session;
import dev.pgext.project.functions.DatabaseObject.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tables in which a database keeps which files it has, and what they made. Texts stay, so that
 * a release can be brought back.
 */
final class Ledger {
  private static final String CREATE =
      """
      CREATE TABLE pgext_migrations.function_texts (
        hash text PRIMARY KEY,
        text text NOT NULL
      );
      CREATE TABLE pgext_migrations.function_files (
        path       text        PRIMARY KEY,
        hash       text        NOT NULL REFERENCES pgext_migrations.function_texts,
        applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        applied_by name        NOT NULL DEFAULT session_user
      );
      CREATE TABLE pgext_migrations.function_objects (
        kind     text NOT NULL,
        identity text NOT NULL,
        name     text NOT NULL,
        path     text NOT NULL REFERENCES pgext_migrations.function_files ON DELETE CASCADE,
        PRIMARY KEY (kind, identity)
      )
      """;

  /**
   * Names have an index, identities are made from them: only of what has the name, which the
   * planner would not see to in a join.
   */
  private static final String OBJECTS =
      """
      SELECT o.path, o.kind, o.name, o.identity, coalesce(
        CASE o.kind
        WHEN 'ROUTINE' THEN
          (SELECT oid FROM pg_catalog.pg_proc WHERE proname = o.name
           AND (pg_catalog.pg_identify_object('pg_catalog.pg_proc'::regclass, oid, 0)).identity = o.identity)
        WHEN 'TRIGGER' THEN
          (SELECT oid FROM pg_catalog.pg_trigger WHERE tgname = o.name
           AND (pg_catalog.pg_identify_object('pg_catalog.pg_trigger'::regclass, oid, 0)).identity = o.identity)
        ELSE
          (SELECT oid FROM pg_catalog.pg_class WHERE relname = o.name
           AND (pg_catalog.pg_identify_object('pg_catalog.pg_class'::regclass, oid, 0)).identity = o.identity)
        END, 0) AS oid
      FROM pgext_migrations.function_objects AS o
      ORDER BY o.path, o.identity
      """;

  private final Session session;

  Ledger(Session session) {
    this.session = session;
  }

  /**
   * An object in the account.
   *
   * @param oid 0 where it is not there any more
   */
  record Entry(String path, DatabaseObject object, long oid) {
    boolean live() {
      return oid != 0;
    }
  }

  private boolean exists(String name) throws SQLException {
    return session
        .query(row -> row.getBoolean(1), "SELECT pg_catalog.to_reg" + name + " IS NOT NULL")
        .get(0);
  }

  private boolean exists() throws SQLException {
    return exists("class('pgext_migrations.function_objects')");
  }

  void create() throws SQLException {
    if (exists()) {
      return;
    }
    if (!exists("namespace('pgext_migrations')")) {
      session.execute("CREATE SCHEMA pgext_migrations");
    }
    session.execute(CREATE);
  }

  /** Hashes by path. */
  Map<String, String> hashes() throws SQLException {
    return exists() ? pairs("SELECT path, hash FROM pgext_migrations.function_files") : Map.of();
  }

  /** Texts by hash. */
  Map<String, String> texts() throws SQLException {
    return exists() ? pairs("SELECT hash, text FROM pgext_migrations.function_texts") : Map.of();
  }

  private Map<String, String> pairs(String sql) throws SQLException {
    Map<String, String> pairs = new TreeMap<>();
    session
        .query(row -> Map.entry(row.getString(1), row.getString(2)), sql)
        .forEach(pair -> pairs.put(pair.getKey(), pair.getValue()));
    return pairs;
  }

  /** By path. */
  Map<String, List<Entry>> entries() throws SQLException {
    Map<String, List<Entry>> entries = new HashMap<>();
    if (exists()) {
      session
          .query(
              row ->
                  new Entry(
                      row.getString("path"),
                      new DatabaseObject(
                          Kind.valueOf(row.getString("kind")),
                          row.getString("name"),
                          row.getString("identity")),
                      row.getLong("oid")),
              OBJECTS)
          .forEach(
              entry -> entries.computeIfAbsent(entry.path(), p -> new ArrayList<>()).add(entry));
    }
    return entries;
  }

  /** A file was applied, and made these. */
  void keep(FunctionFile file, Collection<DatabaseObject> objects) throws SQLException {
    session.update(
        "INSERT INTO pgext_migrations.function_texts VALUES (?, ?) ON CONFLICT DO NOTHING",
        file.hash(),
        file.text());
    session.update(
        """
        INSERT INTO pgext_migrations.function_files (path, hash) VALUES (?, ?)
        ON CONFLICT (path) DO UPDATE SET hash = excluded.hash, applied_at = DEFAULT, applied_by = DEFAULT
        """,
        file.path(),
        file.hash());
    session.update("DELETE FROM pgext_migrations.function_objects WHERE path = ?", file.path());
    for (DatabaseObject object : objects) {
      session.update(
          """
          INSERT INTO pgext_migrations.function_objects VALUES (?, ?, ?, ?)
          ON CONFLICT (kind, identity) DO UPDATE SET path = excluded.path
          """,
          object.kind().name(),
          object.identity(),
          object.name(),
          file.path());
    }
  }

  void forget(String path) throws SQLException {
    session.update("DELETE FROM pgext_migrations.function_files WHERE path = ?", path);
  }
}

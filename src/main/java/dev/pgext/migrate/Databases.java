package dev.pgext.migrate;

import dev.pgext.migrate.MigrationException.Reason;
import dev.pgext.pg.connect.ServerAddress;
import dev.pgext.sql.Identifiers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/** Creates and drops the database that a connection names, from another one of its server. */
public final class Databases {
  private static final Set<String> LOOPBACK = Set.of("localhost", "::1", "0:0:0:0:0:0:0:1");
  private static final String ALREADY_THERE = "42P04";

  private final MigrationTarget target;

  public Databases(MigrationTarget target) {
    this.target = target;
  }

  /** The database's name. */
  public String name() {
    return target.connection().database();
  }

  /** Where it is, for people. */
  public String place() {
    return target.connection().servers().stream()
        .map(ServerAddress::toString)
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }

  /** Whether it is on this machine: what is lost there is this developer's own. */
  public boolean local() {
    return target.connection().servers().stream().allMatch(Databases::local);
  }

  private static boolean local(ServerAddress server) {
    return server.isUnixSocket()
        || LOOPBACK.contains(server.host())
        || server.host().startsWith("127.");
  }

  /**
   * Creates it. Who may not create databases may well own one that exists.
   *
   * @return false where it exists already
   */
  public boolean create() {
    try (Session session = neighbour()) {
      if (exists(session)) {
        return false;
      }
      session.execute("CREATE DATABASE " + quoted());
      return true;
    } catch (SQLException failure) {
      if (ALREADY_THERE.equals(failure.getSQLState())) {
        return false;
      }
      throw Session.broken(failure);
    }
  }

  /**
   * Drops it, with the connections to it.
   *
   * @return false where there is none
   */
  public boolean drop() {
    try (Session session = neighbour()) {
      boolean exists = exists(session);
      session.execute("DROP DATABASE IF EXISTS " + quoted() + " WITH (FORCE)");
      return exists;
    } catch (SQLException failure) {
      throw Session.broken(failure);
    }
  }

  private boolean exists(Session session) throws SQLException {
    String sql = "SELECT FROM pg_catalog.pg_database WHERE datname = ?";
    return !session.query(row -> 0, sql, name()).isEmpty();
  }

  private String quoted() {
    return Identifiers.quote(name());
  }

  private Session neighbour() {
    String first = name().equals("postgres") ? "template1" : "postgres";
    try {
      return open(first);
    } catch (MigrationException failure) {
      if (failure.reason() == Reason.UNREACHABLE && first.equals("postgres")) {
        return openOr("template1", failure);
      }
      throw failure;
    }
  }

  private Session openOr(String database, MigrationException former) {
    try {
      return open(database);
    } catch (MigrationException failure) {
      throw former;
    }
  }

  private Session open(String database) {
    return Session.open(target.withDatabase(database), Duration.ZERO);
  }
}

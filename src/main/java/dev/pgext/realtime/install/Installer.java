package dev.pgext.realtime.install;

import dev.pgext.sql.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Installs and upgrades what pgext has in a database, as far as the connection's role may. Needs no
 * superuser: it creates schemas, which takes CREATE on the database. Thread-safe; what a second
 * server does at the same time is waited for.
 */
public final class Installer {
  private static final String BASE = "pgext";
  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String READ_ONLY = "a standby takes no writes; its primary is installed to";

  private static final String SERVER_WITHOUT =
      "messages from SQL to private channels, gates and pgext.queue";
  private static final String READER_WITHOUT =
      "the epoch is not kept, so that clients take more new snapshots than they must";

  private final List<Part> parts;

  /** Of what this release has. */
  public Installer() {
    this(Part.ALL);
  }

  Installer(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** For a server that reads changes as the same role. */
  public InstallReport install(Connection connection, String publication) throws SQLException {
    return install(connection, publication, null);
  }

  /**
   * Does it.
   *
   * @param connection in autocommit mode
   * @param publication the name of the publication that watched tables are added to; made as well,
   *     where changes can be decoded
   * @param reader the role that reads changes, which is granted what it needs; null for the same
   * @throws SQLException only where the connection fails
   */
  public InstallReport install(Connection connection, String publication, @Nullable String reader)
      throws SQLException {
    Surroundings found = Surroundings.read(connection, parts);
    List<Finding> findings = new ArrayList<>();
    for (Part part : parts) {
      Finding finding = install(connection, part, found);
      findings.add(finding);
      if (part.schema().equals(BASE) && !usable(finding)) {
        return new InstallReport(findings);
      }
    }
    if (!found.standby()) {
      findings.addAll(roleFaults(connection, reader));
    }
    if (!found.standby() && found.logical()) {
      publicationFault(connection, publication).ifPresent(findings::add);
    }
    return new InstallReport(findings);
  }

  /**
   * Installs or upgrades schema pgext alone, which releases are kept in.
   *
   * @param connection in autocommit mode
   * @throws SQLException only where the connection fails
   */
  public InstallReport installBase(Connection connection) throws SQLException {
    List<Part> base = parts.stream().filter(part -> part.schema().equals(BASE)).toList();
    Surroundings found = Surroundings.read(connection, base);
    List<Finding> findings = new ArrayList<>();
    for (Part part : base) {
      findings.add(install(connection, part, found));
    }
    return new InstallReport(findings);
  }

  private static boolean usable(Finding finding) {
    return finding instanceof Finding.Installed
        || finding instanceof Finding.Current
        || finding instanceof Finding.Newer;
  }

  private static Finding install(Connection connection, Part part, Surroundings found)
      throws SQLException {
    int version = found.version(part.schema());
    Surroundings.Owner owner = found.owner(part.schema());
    if (version == part.version()) {
      return new Finding.Current(part.schema());
    }
    if (version > part.version()) {
      return new Finding.Newer(part.schema(), version);
    }
    if (version == 0 && owner != null) {
      return new Finding.Foreign(part.schema(), owner.role(), part.without());
    }
    if (found.standby()) {
      return new Finding.Failed(part.schema(), READ_ONLY, part.without());
    }
    Finding obstacle = obstacle(part, found, owner);
    return obstacle != null
        ? obstacle
        : migrate(connection, part, owner == null ? found.creator() : owner.role());
  }

  private static @Nullable Finding obstacle(
      Part part, Surroundings found, Surroundings.@Nullable Owner owner) {
    Surroundings.Owner maker = owner == null ? found.owner(BASE) : owner;
    if (maker != null && !maker.reachable()) {
      return new Finding.Forbidden(
          part.schema(),
          "it must be %s by role %s"
              .formatted(owner == null ? "installed" : "upgraded", maker.role()),
          "a superuser, or who administers role " + maker.role(),
          grant(maker.role(), found.role()),
          part.without());
    }
    if (owner == null && !found.mayCreate()) {
      return new Finding.Forbidden(
          part.schema(),
          "role %s may not create schemas in this database".formatted(found.creator()),
          "role %s, who owns the database, or a superuser".formatted(found.databaseOwner()),
          grant("CREATE ON DATABASE ", found.database(), found.creator()),
          part.without());
    }
    return null;
  }

  private static String grant(String role, String to) {
    return grant("", role, to);
  }

  private static String grant(String what, String name, String to) {
    return "GRANT %s%s TO %s;".formatted(what, Identifiers.quote(name), Identifiers.quote(to));
  }

  private static Finding migrate(Connection connection, Part part, String owner)
      throws SQLException {
    try {
      new Migration(connection, part).run(owner);
      return new Finding.Installed(part.schema(), part.version());
    } catch (SQLException failure) {
      if (connection.isClosed()) {
        throw failure;
      }
      return new Finding.Failed(part.schema(), text(failure), part.without());
    }
  }

  /** Roles other than the owner need some grants. */
  private static List<Finding> roleFaults(Connection connection, @Nullable String reader)
      throws SQLException {
    List<Finding> faults = new ArrayList<>();
    ServerRoles roles = ServerRoles.read(connection, reader);
    if (!roles.serverAllowed()) {
      faults.add(roles.forbidden("allow_server", roles.server(), SERVER_WITHOUT));
    }
    if (reader != null && !roles.readerAllowed() && !roles.allowReader(connection)) {
      faults.add(roles.forbidden("allow_reader", reader, READER_WITHOUT));
    }
    return faults;
  }

  private static Optional<Finding> publicationFault(Connection connection, String publication)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pgext.prepare_publication(?::name)")) {
      statement.setString(1, publication);
      statement.execute();
      return Optional.empty();
    } catch (SQLException failure) {
      if (!INSUFFICIENT_PRIVILEGE.equals(failure.getSQLState())) {
        throw failure;
      }
      return hint(failure)
          .map(
              hint ->
                  new Finding.Forbidden(
                      BASE, text(failure), "as it says", hint, "the publication of changes"));
    }
  }

  private static Optional<String> hint(SQLException failure) {
    ServerErrorMessage message =
        failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
    return Optional.ofNullable(message == null ? null : message.getHint());
  }

  private static String text(SQLException failure) {
    ServerErrorMessage message =
        failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
    String text = message == null ? failure.getMessage() : message.getMessage();
    return text == null ? failure.toString() : text;
  }
}

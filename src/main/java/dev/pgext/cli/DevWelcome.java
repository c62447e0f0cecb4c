package dev.pgext.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgext.auth.TokenSigner;
import dev.pgext.config.Config;
import dev.pgext.error.ApiException;
import dev.pgext.migrate.MigrationException;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.migrate.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where everything is, and tokens to try it with, when {@code pgext dev} has started.
 *
 * @param address of the server
 */
record DevWelcome(Path project, MigrationTarget target, Config config, String address) {
  private static final Duration LIFETIME = Duration.ofDays(30);

  /** Whom the user's token stands for: the account that seed.sql of {@code pgext init} makes. */
  private static final String USER = "00000000-0000-4000-8000-00000000000a";

  private static final String USER_ROLE =
      """
      SELECT rolname FROM pg_catalog.pg_roles
      WHERE NOT rolcanlogin AND NOT rolsuper AND rolname !~ '^(pg_|pgext)' AND rolname <> ?
        AND pg_catalog.pg_has_role(current_user, oid, 'MEMBER')
      ORDER BY rolname = 'authenticated' DESC, rolname LIKE '%user%' DESC, oid LIMIT 1
      """;

  String text() {
    StringBuilder text = new StringBuilder("\n");
    line(text, String.valueOf(project.getFileName()), address);
    line(text, "REST", address + "/rest/v1/");
    Integer port = config.realtime().port();
    if (config.realtime().enabled() && port != null) {
      line(text, "websocket", "ws://localhost:" + port);
    }
    String owner = config.migrations().uri();
    line(text, "database", owner == null ? config.database().uri() : owner);
    String anonymous = config.database().anonRole();
    if (anonymous == null) {
      text.append("  Requests without a token are refused: db-anon-role is not set.\n");
    } else {
      line(text, "anon token", token(anonymous, null));
    }
    userRole(anonymous).ifPresent(role -> line(text, role + " token", token(role, USER)));
    return text.append("\n  Saved files are live at once. Ctrl-C ends it.\n").toString();
  }

  private static void line(StringBuilder text, String label, String value) {
    text.append("  %-18s %s%n".formatted(label, value));
  }

  /** What requests with a token run as, as far as that can be told from its name. */
  private Optional<String> userRole(@Nullable String anonymous) {
    try (Session session = Session.open(target, Duration.ZERO)) {
      List<String> roles =
          session.query(row -> row.getString(1), USER_ROLE, anonymous == null ? "" : anonymous);
      return roles.stream().findFirst();
    } catch (SQLException | MigrationException unreachable) {
      return Optional.empty();
    }
  }

  private String token(String role, @Nullable String subject) {
    InstantSource clock = InstantSource.system();
    ObjectNode claims = JsonNodeFactory.instance.objectNode();
    claims.put("role", role);
    if (subject != null) {
      claims.put("sub", subject);
    }
    claims.put("exp", clock.instant().plus(LIFETIME).getEpochSecond());
    try {
      return new TokenSigner(config.jwt(), clock)
          .sign(claims.toString().getBytes(StandardCharsets.UTF_8));
    } catch (ApiException cannotSign) {
      return "(" + cannotSign.error().message() + ")";
    }
  }
}

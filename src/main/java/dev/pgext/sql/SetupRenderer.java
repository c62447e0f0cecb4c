package dev.pgext.sql;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.pgext.auth.AuthContext;
import dev.pgext.catalog.RoleSettings;
import dev.pgext.catalog.Routine.Setting;
import dev.pgext.config.Config;
import dev.pgext.request.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes the SELECT that makes the transaction the request's: role, claims, search path, what the
 * request looks like.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/transactions.html#transaction-scoped-settings">PostgREST:
 *     transaction-scoped settings</a>
 */
final class SetupRenderer {
  private final Config config;
  private final RoleSettings roles;

  SetupRenderer(Config config, RoleSettings roles) {
    this.config = config;
    this.roles = roles;
  }

  SqlFragment render(ApiRequest request, AuthContext auth, List<Setting> routineSettings) {
    SqlBuilder out = new SqlBuilder();
    SqlList list = new SqlList(out, "SELECT ", ", ");
    constant(out, list, "search_path", searchPath(request.schema()));
    // The role's settings come before the role: a granted superuser-only setting is granted to the
    // login role.
    roles.of(auth.role()).settings().forEach(setting -> named(out, list, setting));
    constant(out, list, "role", auth.role());
    constant(out, list, "request.jwt.claims", auth.claims());
    constant(out, list, "request.method", request.method());
    constant(out, list, "request.path", request.path());
    constant(out, list, "request.headers", json(request.headers()));
    constant(out, list, "request.cookies", json(request.cookies()));
    if (request.preferences().timezone() != null) {
      constant(out, list, "timezone", request.preferences().timezone());
    }
    routineSettings.forEach(setting -> named(out, list, setting));
    config.appSettings().forEach((name, value) -> named(out, list, appSetting(name, value)));
    return out.build();
  }

  private static Setting appSetting(String name, String value) {
    return new Setting(name, value);
  }

  private String searchPath(String schema) {
    List<String> path = new ArrayList<>();
    path.add(schema);
    path.addAll(config.database().extraSearchPath());
    return Identifiers.list(path);
  }

  private static void constant(SqlBuilder out, SqlList list, String name, String value) {
    list.next();
    out.sql("set_config('" + name + "', ").text(value).sql(", true)");
  }

  private static void named(SqlBuilder out, SqlList list, Setting setting) {
    list.next();
    out.sql("set_config(").text(setting.name()).sql(", ").text(setting.value()).sql(", true)");
  }

  /** An object of texts. */
  private static String json(Map<String, String> values) {
    StringBuilder out = new StringBuilder(256).append('{');
    JsonStringEncoder encoder = JsonStringEncoder.getInstance();
    values.forEach(
        (name, value) -> {
          out.append(out.length() == 1 ? "\"" : ",\"");
          encoder.quoteAsString(name, out);
          out.append("\":\"");
          encoder.quoteAsString(value, out);
          out.append('"');
        });
    return out.append('}').toString();
  }
}

package dev.pgext.realtime.visibility;

import dev.pgext.catalog.Routine.Setting;
import dev.pgext.sql.Bind;
import dev.pgext.sql.Identifiers;
import dev.pgext.sql.SqlFragment;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the SELECT that makes a transaction a viewer's, as a REST request's is. Its result is one
 * number, since pgjdbc divides a script after a result whose size it cannot foresee.
 */
final class ViewerSetup {
  private static final String NO_CLAIMS = "";

  private final StringBuilder text = new StringBuilder("SELECT pg_catalog.num_nulls(");
  private final List<Bind> parameters = new ArrayList<>();

  private ViewerSetup() {}

  /** For questions about rows: role, claims and the search path that functions see in REST. */
  static SqlFragment of(ViewerSettings settings, Viewer viewer, String schema) {
    return of(settings, viewer.role(), viewer.claims(), searchPath(settings, schema));
  }

  /** For reading the catalog as a role, whose rights decide how names are printed. */
  static SqlFragment ofRole(ViewerSettings settings, String role, String schema) {
    return of(settings, role, NO_CLAIMS, searchPath(settings, schema));
  }

  /** For expressions that were printed with nothing but pg_catalog in the search path. */
  static SqlFragment canonical(ViewerSettings settings, Viewer viewer) {
    return of(settings, viewer.role(), viewer.claims(), "pg_catalog");
  }

  private static SqlFragment of(
      ViewerSettings settings, String role, String claims, String searchPath) {
    ViewerSetup setup = new ViewerSetup();
    setup.add("search_path", searchPath);
    // Before the role: what was granted to the login role is not the role's to set.
    for (Setting setting : settings.roles().of(role).settings()) {
      setup.add(setting.name(), setting.value());
    }
    settings.appSettings().forEach(setup::add);
    setup.add("statement_timeout", Long.toString(settings.statementTimeout().toMillis()));
    setup.add("jit", "off");
    setup.add("plan_cache_mode", "force_generic_plan");
    setup.add("role", role);
    setup.add("request.jwt.claims", claims);
    return new SqlFragment(setup.text.append(')').toString(), setup.parameters);
  }

  private static String searchPath(ViewerSettings settings, String schema) {
    List<String> path = new ArrayList<>();
    path.add(schema);
    path.addAll(settings.extraSearchPath());
    return Identifiers.list(path);
  }

  private void add(String name, String value) {
    text.append(parameters.isEmpty() ? "" : ", ").append("pg_catalog.set_config(?, ?, true)");
    parameters.add(new Bind.Text(name));
    parameters.add(new Bind.Text(value));
  }
}

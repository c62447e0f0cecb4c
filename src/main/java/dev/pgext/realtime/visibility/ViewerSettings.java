package dev.pgext.realtime.visibility;

import dev.pgext.catalog.RoleSettings;
import dev.pgext.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a viewer's transactions have besides role and claims, as REST requests have it.
 *
 * @param extraSearchPath {@code db-extra-search-path}
 * @param appSettings {@code app.settings.*}
 * @param statementTimeout how long one statement of a batch may take
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/transactions.html#transaction-scoped-settings">PostgREST:
 *     transaction-scoped settings</a>
 */
public record ViewerSettings(
    List<String> extraSearchPath,
    Map<String, String> appSettings,
    RoleSettings roles,
    Duration statementTimeout) {

  public ViewerSettings {
    extraSearchPath = List.copyOf(extraSearchPath);
    appSettings = Map.copyOf(appSettings);
  }

  /** What a configuration says. */
  public static ViewerSettings of(Config config, RoleSettings roles, Duration statementTimeout) {
    return new ViewerSettings(
        config.database().extraSearchPath(), config.appSettings(), roles, statementTimeout);
  }
}

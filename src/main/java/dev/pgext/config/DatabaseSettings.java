package dev.pgext.config;

import dev.pgext.pg.QualifiedName;
import dev.pgext.pg.SqlResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settings kept in the database: of the login role in this database, then of the login role, then
 * those that the {@code db-pre-config} function sets.
 *
 * <p>See <a
 * href="https://docs.postgrest.org/en/v16/references/configuration.html#in-database-configuration">
 * PostgREST: in-database configuration</a>.
 */
public final class DatabaseSettings {

  private static final String PREFIX = "pgrst.";

  private DatabaseSettings() {}

  /** Runs a query of two text columns, as the login role and in one transaction. */
  @FunctionalInterface
  public interface Query {

    /**
     * The second column by the first.
     *
     * @param texts what is bound, each as text
     */
    Map<String, String> run(String sql, List<String> texts);
  }

  /** What {@link ConfigSources#withDatabase} takes. */
  public static Map<String, String> read(Query query, @Nullable QualifiedName preConfig) {
    String function = preConfig == null ? "" : source(query, preConfig);
    String sql =
        SqlResource.read(DatabaseSettings.class, "database-settings")
            .replace("/*pre-config*/", function);
    Map<String, String> settings = new HashMap<>();
    query
        .run(sql, List.of(names()))
        .forEach((name, value) -> settings.put(name.substring(PREFIX.length()), value));
    return settings;
  }

  /** PostgreSQL itself quotes the function's name, which cannot be bound. */
  private static String source(Query query, QualifiedName preConfig) {
    Map<String, String> quoted =
        query.run(
            SqlResource.read(DatabaseSettings.class, "quoted-function"),
            List.of(preConfig.schema(), preConfig.name()));
    return SqlResource.read(DatabaseSettings.class, "pre-config-settings")
        .replace("/*function*/", Objects.requireNonNull(quoted.get("function")));
  }

  private static String names() {
    return Settings.ALL.stream()
        .filter(setting -> setting.facts().inDatabase())
        .flatMap(setting -> setting.keys().stream())
        .map(key -> PREFIX + Setting.databaseName(key))
        .collect(Collectors.joining(","));
  }
}

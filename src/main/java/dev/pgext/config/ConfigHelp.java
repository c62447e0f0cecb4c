package dev.pgext.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The settings as the documentation lists them. */
public final class ConfigHelp {

  private ConfigHelp() {}

  /** The page {@code docs/configuration.md}. */
  public static String page() {
    return Settings.printed(ConfigDump.Keys.ALL)
        .map(ConfigHelp::section)
        .collect(Collectors.joining("\n", PREFACE, APPENDIX));
  }

  private static String section(Setting<?> setting) {
    SettingFacts facts = setting.facts();
    List<String> rows = new ArrayList<>();
    rows.add("| type | " + setting.type().name() + " |");
    rows.add("| default | " + (setting.fallback() == null ? "none" : code(setting)) + " |");
    rows.add("| environment | " + codes(variables(setting)) + " |");
    if (facts.inDatabase()) {
      rows.add("| database | `pgrst." + Setting.databaseName(setting.key()) + "` |");
    }
    if (!facts.aliases().isEmpty()) {
      rows.add("| also | " + codes(facts.aliases()) + " |");
    }
    rows.add("| reloadable | " + (facts.reloadable() ? "yes" : "no") + " |");
    rows.add(
        "| PostgREST's | "
            + (facts.origin() == SettingFacts.Origin.POSTGREST ? "yes" : "no, pgext's own")
            + " |");
    return "### %s\n\n%s\n\n| | |\n|---|---|\n%s\n"
        .formatted(setting.key(), facts.description(), String.join("\n", rows));
  }

  private static String code(Setting<?> setting) {
    return "`" + setting.printedDefault() + "`";
  }

  private static String codes(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  private static List<String> variables(Setting<?> setting) {
    List<String> variables = new ArrayList<>(setting.variables());
    variables.addAll(setting.facts().platformVariables());
    return variables;
  }

  private static final String PREFACE =
      """
      # Configuration

      Made from the table of settings (`dev.pgext.config.Settings`) by its test; do not edit.

      Every setting has a default, so that nothing needs to be set. The sources, the strongest first:

      1. the command line;
      2. the database, unless `db-config = false`: `ALTER ROLE login IN DATABASE name SET pgrst.key = …`,
         then `ALTER ROLE login SET pgrst.key = …`, then what the function `db-pre-config` sets with
         `set_config('pgrst.key', …, true)`; underscores stand for dashes;
      3. the environment: `PGRST_KEY` or `PGEXT_KEY`, then the same names in a file `.env` in the
         working directory;
      4. the configuration file, `pgext serve postgrest.conf`;
      5. the platform's variables, such as `DATABASE_URL`.

      An empty variable means the default. A file has lines of `key = value`: strings in double quotes
      with `\\"`, `\\\\`, `\\n`, `\\t`, `\\r` and `\\uXXXX`, numbers, `true`, `false`, `on`, `off`, and lists in
      brackets; `#` begins a comment; `$(NAME)` in a string is an earlier key or a variable of the
      environment, and `$$` is a dollar; `import "other.conf"` reads another file; `a { b = 1 }` is
      `a.b = 1`. `@file` as the value of `jwt-secret` or `db-uri` stands for the file's content,
      `@/dev/stdin` for standard input.

      All faults are reported together at start; a reload with faults keeps the old configuration.
      A key that does not exist is named in a warning with the nearest one that does.

      ## The database connection

      `db-uri` is what libpq takes: `postgres://` and `postgresql://` URLs, with several hosts too, and
      keyword strings such as `host=localhost dbname=shop`. What it leaves out comes from `PGHOST`,
      `PGPORT`, `PGUSER`, `PGDATABASE`, `PGPASSWORD`, `PGAPPNAME`, `PGSSLMODE` and the other variables of
      libpq, the password then from `.pgpass` or `PGPASSFILE`, and the rest from libpq's defaults: the
      local unix socket, the user of the operating system. A host that begins with `/` is the folder of
      a unix socket. Options of the JDBC driver are refused.

      ## Settings

      """;

  private static final String APPENDIX =
      """

      ### app.settings.*

      Settings of your own, which SQL reads with `current_setting('app.settings.name')`. In the
      environment `PGRST_APP_SETTINGS_name` or `PGEXT_APP_SETTINGS_name`; the name keeps its case.
      """;
}

package dev.pgext.config;

import java.util.stream.Collectors;

/** A configuration file to start from: every setting, commented out, with its default. */
public final class ConfigExample {

  private ConfigExample() {}

  /** The text of {@code --example}. */
  public static String print(ConfigDump.Keys keys) {
    return Settings.printed(keys)
        .map(ConfigExample::entry)
        .collect(Collectors.joining("\n", "", "\n" + APP_SETTINGS));
  }

  private static final String APP_SETTINGS =
      """
      ## Settings of your own, which SQL reads with current_setting('app.settings.name').
      # app.settings.name = "value"
      """;

  private static String entry(Setting<?> setting) {
    String example = setting.facts().example();
    return "## %s\n# %s = %s\n"
        .formatted(
            setting.facts().description(),
            setting.key(),
            example == null ? setting.printedDefault() : example);
  }
}

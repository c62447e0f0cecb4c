package dev.pgext.config;

import dev.pgext.config.ConfigDirective.Bind;
import dev.pgext.config.ConfigDirective.Group;
import dev.pgext.config.ConfigDirective.Ignored;
import dev.pgext.config.ConfigDirective.Import;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration file and those it imports, as values by key.
 *
 * <p>Later lines win. In strings {@code $(name)} is an earlier key's value or a variable of the
 * environment, and {@code $$} is a dollar. Confined to one load.
 */
final class ConfigFile {

  private static final int DEEPEST_IMPORT = 20;

  private final Map<String, String> environment;
  private final Map<String, ConfigValue> values = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();

  ConfigFile(Map<String, String> environment) {
    this.environment = environment;
  }

  Map<String, ConfigValue> values() {
    return values;
  }

  List<String> faults() {
    return faults;
  }

  void load(Path file) {
    load(file, "", 0);
  }

  private void load(Path file, String prefix, int depth) {
    if (depth > DEEPEST_IMPORT) {
      faults.add(file + ": files import each other");
      return;
    }
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      ConfigFileParser.Outcome outcome = new ConfigFileParser(file.toString(), text).parse();
      faults.addAll(outcome.faults());
      apply(outcome.directives(), new Place(file, prefix, depth));
    } catch (IOException unreadable) {
      faults.add(FileFault.describe(file.toString(), unreadable));
    }
  }

  /** Where a directive stands. */
  private record Place(Path file, String prefix, int depth) {
    Place within(String key) {
      return new Place(file, prefix + key + ".", depth);
    }
  }

  private void apply(List<ConfigDirective> directives, Place place) {
    directives.forEach(directive -> apply(directive, place));
  }

  private void apply(ConfigDirective directive, Place place) {
    switch (directive) {
      case Bind bind -> values.put(place.prefix() + bind.key(), resolved(bind, place));
      case Group group -> apply(group.directives(), place.within(group.key()));
      case Import imported ->
          load(place.file().resolveSibling(imported.file()), place.prefix(), place.depth() + 1);
      case Ignored ignored -> {}
    }
  }

  private ConfigValue resolved(Bind bind, Place place) {
    if (!(bind.value() instanceof ConfigValue.Text text) || !text.text().contains("$")) {
      return bind.value();
    }
    try {
      Interpolation interpolation = new Interpolation(values, environment, place.prefix());
      return ConfigValue.of(interpolation.apply(text.text()));
    } catch (InvalidSettingException fault) {
      faults.add(place.file() + ": " + bind.key() + ": " + fault.fault());
      return ConfigValue.of("");
    }
  }
}

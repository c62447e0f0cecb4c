package dev.pgext.config;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a setting's row says besides its key, type and default. */
record SettingFacts(
    List<String> aliases,
    List<String> platformVariables,
    Origin origin,
    boolean reloadable,
    boolean inDatabase,
    @Nullable String example,
    String description) {

  static final SettingFacts NONE =
      new SettingFacts(List.of(), List.of(), Origin.POSTGREST, true, false, null, "");

  /** Whose setting it is. */
  enum Origin {
    /** PostgREST's: a compatible dump has it. */
    POSTGREST,
    /** Ours. */
    PGEXT,
    /** For tests; documented nowhere. */
    INTERNAL
  }

  SettingFacts alias(String alias) {
    return new SettingFacts(
        append(aliases, alias),
        platformVariables,
        origin,
        reloadable,
        inDatabase,
        example,
        description);
  }

  SettingFacts platform(String variable) {
    return new SettingFacts(
        aliases,
        append(platformVariables, variable),
        origin,
        reloadable,
        inDatabase,
        example,
        description);
  }

  SettingFacts fixed() {
    return new SettingFacts(
        aliases, platformVariables, origin, false, inDatabase, example, description);
  }

  SettingFacts settableInDatabase() {
    return new SettingFacts(
        aliases, platformVariables, origin, reloadable, true, example, description);
  }

  SettingFacts origin(Origin changed) {
    return new SettingFacts(
        aliases, platformVariables, changed, reloadable, inDatabase, example, description);
  }

  SettingFacts example(String changed) {
    return new SettingFacts(
        aliases, platformVariables, origin, reloadable, inDatabase, changed, description);
  }

  SettingFacts description(String changed) {
    return new SettingFacts(
        aliases, platformVariables, origin, reloadable, inDatabase, example, changed);
  }

  private static List<String> append(List<String> list, String item) {
    return Stream.concat(list.stream(), Stream.of(item)).toList();
  }
}

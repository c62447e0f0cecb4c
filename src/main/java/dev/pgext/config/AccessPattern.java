package dev.pgext.config;

import dev.pgext.pg.QualifiedName;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One pattern of {@code realtime-allow} and {@code realtime-deny}: which role may subscribe to
 * what.
 *
 * <p>Written {@code role:schema.table} for tables and {@code role:#channel} for broadcast channels.
 * In every part {@code *} stands for any run of characters, also none; names are spelled as in the
 * database, without quotes. The first colon ends the role, the first dot the schema.
 */
public sealed interface AccessPattern {

  /** Who is meant; {@code *} for everybody. */
  String role();

  /** Tables of a schema. */
  record Tables(String role, String schema, String table) implements AccessPattern {
    @Override
    public String toString() {
      return role + ":" + schema + "." + table;
    }
  }

  /** Broadcast channels. */
  record Channels(String role, String channel) implements AccessPattern {
    @Override
    public String toString() {
      return role + ":#" + channel;
    }
  }

  /** Whether it speaks of this table for this role. */
  default boolean coversTable(String asRole, QualifiedName name) {
    return switch (this) {
      case Tables tables ->
          matches(tables.role(), asRole)
              && matches(tables.schema(), name.schema())
              && matches(tables.table(), name.name());
      case Channels channels -> false;
    };
  }

  /** Whether it speaks of this channel for this role. */
  default boolean coversChannel(String asRole, String name) {
    return switch (this) {
      case Tables tables -> false;
      case Channels channels ->
          matches(channels.role(), asRole) && matches(channels.channel(), name);
    };
  }

  /**
   * Reads one pattern.
   *
   * @throws InvalidSettingException when it is none
   */
  static AccessPattern parse(String key, String text) {
    int colon = text.indexOf(':');
    String role = colon < 0 ? "" : text.substring(0, colon).strip();
    String target = text.substring(colon + 1).strip();
    if (!role.isEmpty() && target.startsWith("#") && target.length() > 1) {
      return new Channels(role, target.substring(1));
    }
    int dot = target.indexOf('.');
    if (role.isEmpty() || dot < 1 || dot == target.length() - 1) {
      throw new InvalidSettingException(
          "%s: \"%s\" is neither role:schema.table nor role:#channel".formatted(key, text));
    }
    return new Tables(role, target.substring(0, dot), target.substring(dot + 1));
  }

  private static boolean matches(String pattern, String name) {
    if (pattern.indexOf('*') < 0) {
      return pattern.equals(name);
    }
    List<String> literals = Arrays.asList(pattern.split("\\*", -1));
    String expression = literals.stream().map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.compile(expression, Pattern.DOTALL).matcher(name).matches();
  }
}

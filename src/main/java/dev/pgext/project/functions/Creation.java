package dev.pgext.project.functions;

import dev.pgext.migrate.ScriptRun.Insertion;
import dev.pgext.migrate.script.SqlStatement;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement that makes something that a file owns.
 *
 * @param kind in lower case: {@code function}, {@code trigger}
 * @param name without its schema
 * @param replacing whether it says OR REPLACE
 * @param insertion makes it say so, where PostgreSQL knows that
 */
record Creation(String kind, String name, boolean replacing, Insertion insertion) {
  private static final String GAP = "(?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)";
  private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[\\w$\\x{80}-\\x{10ffff}]+)";
  private static final String KIND =
      "(function|procedure|aggregate|(?:constraint_)?trigger|(?:recursive_|materialized_)?view)";
  private static final Pattern STATEMENT =
      Pattern.compile(
          "(?is)(create)_(or_replace_)?%s_(?:if_not_exists_)?%s(?:_?\\._?%s)?"
              .replace("_?", GAP + "*")
              .formatted(KIND, NAME, NAME)
              .replace("_", GAP + "+"));
  private static final Set<String> REPLACEABLE =
      Set.of("function", "procedure", "aggregate", "trigger", "view");

  static Optional<Creation> of(SqlStatement statement) {
    if (!statement.begins("create")) {
      return Optional.empty();
    }
    Matcher found = STATEMENT.matcher(statement.text());
    return found.lookingAt() ? Optional.of(of(found)) : Optional.empty();
  }

  private static Creation of(Matcher found) {
    String kind = found.group(3).toLowerCase(Locale.ROOT);
    boolean replacing = found.group(2) != null;
    String last = found.group(5) == null ? found.group(4) : found.group(5);
    return new Creation(kind, folded(last), replacing, insertion(kind, replacing, found.end(1)));
  }

  private static Insertion insertion(String kind, boolean replacing, int at) {
    return !replacing && REPLACEABLE.contains(kind)
        ? new Insertion(at, " OR REPLACE")
        : Insertion.NONE;
  }

  private static String folded(@Nullable String name) {
    if (name == null) {
      return "";
    }
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name.toLowerCase(Locale.ROOT);
  }

  boolean routine() {
    return kind.equals("function") || kind.equals("procedure") || kind.equals("aggregate");
  }
}

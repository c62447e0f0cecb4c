package dev.pgext.observe;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A request's path and query without the values in it: {@code /tasks?id=eq.…&select=title}. */
final class MaskedTarget {
  private static final String MASK = "…";

  /** Parameters that name columns and counts, never values; embedded ones end with them. */
  private static final Set<String> SHOWN =
      Set.of("select", "order", "limit", "offset", "columns", "on_conflict", "vsn");

  private static final Pattern OPERATOR =
      Pattern.compile("(?:not\\.)?[a-z]+(?:\\((?:any|all)\\))?\\.");

  private MaskedTarget() {}

  static String of(String target) {
    int mark = target.indexOf('?');
    String path = printable(mark < 0 ? target : target.substring(0, mark));
    return mark < 0
        ? path
        : Stream.of(target.substring(mark + 1).split("&", -1))
            .map(MaskedTarget::parameter)
            .collect(Collectors.joining("&", path + "?", ""));
  }

  private static String parameter(String parameter) {
    int equals = parameter.indexOf('=');
    if (equals < 0) {
      return MASK;
    }
    String name = parameter.substring(0, equals);
    if (SHOWN.contains(name.substring(name.lastIndexOf('.') + 1))) {
      return printable(parameter);
    }
    Matcher operator = OPERATOR.matcher(parameter.substring(equals + 1));
    return printable(name) + "=" + (operator.lookingAt() ? operator.group() : "") + MASK;
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}

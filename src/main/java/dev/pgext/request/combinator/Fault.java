package dev.pgext.request.combinator;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What stands at an offset, and what was expected there.
 *
 * @param found the code point that stands there, {@link Source#END}, or {@link #NOTHING}
 * @param refused characters that a negative look-ahead saw, as Haskell shows them; they replace
 *     {@code found} in the text
 * @param expected what would have been right, in the order in which it was tried
 */
public record Fault(int offset, int found, List<String> refused, List<String> expected) {
  /** In place of a found character: none is known. */
  static final int NOTHING = -2;

  /** Nothing is known. */
  static final Fault UNKNOWN = new Fault(0, NOTHING, List.of(), List.of());

  boolean unknown() {
    return found == NOTHING && refused.isEmpty() && expected.isEmpty();
  }

  Fault expecting(List<String> labels) {
    return new Fault(offset, found, refused, labels);
  }

  /** The one that is further on in the text; both, if they are at the same place. */
  Fault merge(Fault other) {
    if (other.unknown()) {
      return this;
    }
    if (unknown() || offset < other.offset) {
      return other;
    }
    if (offset > other.offset) {
      return this;
    }
    return new Fault(
        offset,
        found == NOTHING ? other.found : found,
        concat(refused, other.refused),
        concat(expected, other.expected));
  }

  private static List<String> concat(List<String> first, List<String> second) {
    if (first.isEmpty() || second.isEmpty()) {
      return first.isEmpty() ? second : first;
    }
    List<String> all = new ArrayList<>(first.size() + second.size());
    all.addAll(first);
    all.addAll(second);
    return all;
  }

  /** The fault in words: {@code unexpected "x" expecting digit, "->" or end of input}. */
  public String text() {
    if (unknown()) {
      return "unknown parse error";
    }
    List<String> parts = new ArrayList<>();
    if (!refused.isEmpty()) {
      parts.add("unexpected " + enumeration(refused));
    } else if (found != NOTHING) {
      parts.add("unexpected " + (found == Source.END ? "end of input" : shown()));
    }
    if (!expected.isEmpty()) {
      parts.add("expecting " + enumeration(expected));
    }
    return String.join(" ", parts);
  }

  private String shown() {
    return HaskellText.show(Character.toString(found));
  }

  private static String enumeration(List<String> terms) {
    List<String> all = new ArrayList<>(new LinkedHashSet<>(terms));
    int last = all.size() - 1;
    if (last == 0) {
      return all.get(0);
    }
    return String.join(", ", all.subList(0, last)) + " or " + all.get(last);
  }
}

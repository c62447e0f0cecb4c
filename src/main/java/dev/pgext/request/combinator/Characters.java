package dev.pgext.request.combinator;

import dev.pgext.request.combinator.Reply.Failure;
import dev.pgext.request.combinator.Reply.Success;
import java.util.List;
import java.util.function.IntPredicate;

/** The parsers that look at characters. A character is a Unicode code point. */
public final class Characters {
  private Characters() {}

  /** One character that {@code test} holds for. */
  public static Parser<Integer> satisfy(IntPredicate test) {
    return (source, offset) -> {
      int codePoint = source.codePointAt(offset);
      if (codePoint == Source.END || !test.test(codePoint)) {
        return Failure.of(false, source.found(offset, codePoint, List.of()));
      }
      return new Success<>(codePoint, offset + Character.charCount(codePoint), true, Fault.UNKNOWN);
    };
  }

  /** Any one character. */
  public static Parser<Integer> anyCharacter() {
    return satisfy(codePoint -> true);
  }

  /** This one character. */
  public static Parser<Integer> character(char expected) {
    return satisfy(codePoint -> codePoint == expected)
        .label(HaskellText.show(String.valueOf(expected)));
  }

  /** One character that is not in {@code excluded}. */
  public static Parser<Integer> noneOf(String excluded) {
    return satisfy(codePoint -> excluded.indexOf(codePoint) < 0);
  }

  /**
   * These characters, one after the other. A fault is reported at the first of them, and names the
   * character that differs.
   */
  public static Parser<String> text(String expected) {
    List<String> expectation = List.of(HaskellText.show(expected));
    return (source, offset) -> {
      for (int index = 0; index < expected.length(); index++) {
        int codePoint = source.codePointAt(offset + index);
        if (codePoint != expected.charAt(index)) {
          return Failure.of(index > 0, source.found(offset, codePoint, expectation));
        }
      }
      return new Success<>(expected, offset + expected.length(), true, Fault.UNKNOWN);
    };
  }

  /** None or more characters that {@code test} holds for. */
  public static Parser<String> span(IntPredicate test) {
    return span(test, List.of());
  }

  /**
   * One or more characters that {@code test} holds for.
   *
   * @param expected what is expected where they end
   */
  public static Parser<String> span1(IntPredicate test, String... expected) {
    Parser<String> span = span(test, List.of(expected));
    return (source, offset) -> {
      Reply<String> reply = span.parse(source, offset);
      return reply.consumed() ? reply : Failure.of(false, reply.fault());
    };
  }

  private static Parser<String> span(IntPredicate test, List<String> expected) {
    return (source, offset) -> {
      int end = offset;
      int codePoint = source.codePointAt(end);
      while (codePoint != Source.END && test.test(codePoint)) {
        end += Character.charCount(codePoint);
        codePoint = source.codePointAt(end);
      }
      return new Success<>(
          source.substring(offset, end), end, end > offset, source.found(end, codePoint, expected));
    };
  }

  /** The end of the text. */
  public static Parser<String> endOfInput() {
    List<String> expectation = List.of("end of input");
    return (source, offset) -> {
      int codePoint = source.codePointAt(offset);
      return codePoint == Source.END
          ? new Success<>("", offset, false, source.found(offset, codePoint, expectation))
          : Failure.of(false, source.refused(offset, codePoint, expectation));
    };
  }
}

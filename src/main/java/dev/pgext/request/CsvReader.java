package dev.pgext.request;

import dev.pgext.error.RequestError;
import dev.pgext.request.combinator.HaskellText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads CSV line by line. What is no CSV is told in the words of the parser that PostgREST uses,
 * and as leniently as there: the last quote of a body may be missing, with the character before it.
 * Confined to one body, which is UTF-8.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180.html#section-2">RFC 4180 section 2</a>
 */
final class CsvReader {
  private static final int SHOWN = 100;

  private final byte[] text;
  private int position;

  CsvReader(byte[] text) {
    this.text = text;
  }

  boolean atEnd() {
    return position == text.length;
  }

  /** The fields up to the end of the line. */
  List<String> record() {
    List<String> fields = new ArrayList<>();
    fields.add(field());
    while (sees(',')) {
      position++;
      fields.add(field());
    }
    return fields;
  }

  /** The end of a line, which must be here. */
  void endOfLine() {
    if (sees('\n')) {
      position++;
    } else if (sees('\r')) {
      position++;
      position += sees('\n') ? 1 : 0;
    } else {
      throw fault(atEnd() ? "not enough input" : "Failed reading: satisfy");
    }
  }

  private boolean sees(char expected) {
    return !atEnd() && text[position] == expected;
  }

  private String field() {
    if (sees('"')) {
      return quoted();
    }
    int start = position;
    while (!atEnd() && !sees('"') && !sees('\n') && !sees('\r') && !sees(',')) {
      position++;
    }
    return utf8(start, position);
  }

  private String quoted() {
    position++;
    int start = position;
    boolean afterQuote = false;
    while (!atEnd() && !(afterQuote && !sees('"'))) {
      afterQuote = sees('"') && !afterQuote;
      position++;
    }
    if (position == start) {
      throw fault("Failed reading: trailing double quote");
    }
    return unescaped(utf8(start, position - 1));
  }

  private String unescaped(String field) {
    int quote = field.indexOf('"');
    if (quote < 0) {
      return field;
    }
    StringBuilder unescaped = new StringBuilder(field.length());
    int start = 0;
    while (quote >= 0) {
      if (quote + 1 == field.length()) {
        throw fault("Failed reading: insufficient input");
      }
      unescaped.append(field, start, quote + 1);
      start = quote + 2;
      quote = field.indexOf('"', start);
    }
    return unescaped.append(field, start, field.length()).toString();
  }

  private String utf8(int from, int to) {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }

  private RuntimeException fault(String message) {
    int left = text.length - position;
    String rest =
        left > SHOWN
            ? utf8(position, position + SHOWN) + " (truncated)"
            : HaskellText.show(new String(text, position, left, StandardCharsets.ISO_8859_1));
    return new RequestError.InvalidBody("parse error (" + message + ") at " + rest).asException();
  }
}

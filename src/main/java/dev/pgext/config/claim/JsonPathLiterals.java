package dev.pgext.config.claim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;

/** The strings and numbers of RFC 9535. */
final class JsonPathLiterals {

  private JsonPathLiterals() {}

  static JsonNode literal(Scanner in) {
    if (in.sees("'") || in.sees("\"")) {
      return TextNode.valueOf(string(in));
    }
    if (in.accept("true")) {
      return BooleanNode.TRUE;
    }
    if (in.accept("false")) {
      return BooleanNode.FALSE;
    }
    return in.accept("null") ? NullNode.getInstance() : number(in);
  }

  private static JsonNode number(Scanner in) {
    String digits = in.takeSome(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0, "a value");
    try {
      return DecimalNode.valueOf(new BigDecimal(digits));
    } catch (NumberFormatException notANumber) {
      throw in.failure(digits + " is not a number");
    }
  }

  static int integer(Scanner in) {
    String sign = in.accept("-") ? "-" : "";
    String digits = in.takeSome(c -> c >= '0' && c <= '9', "an integer");
    if (digits.startsWith("0") && (digits.length() > 1 || !sign.isEmpty())) {
      throw in.failure("an integer has no leading zero");
    }
    try {
      return Integer.parseInt(sign + digits);
    } catch (NumberFormatException tooLong) {
      throw in.failure(digits + " is too large");
    }
  }

  static String string(Scanner in) {
    int quote = in.next();
    StringBuilder content = new StringBuilder();
    while (!in.sees(c -> c == quote)) {
      int c = in.next();
      if (c < 0x20) {
        throw in.failure("control character in a string");
      }
      content.appendCodePoint(c == '\\' ? escaped(in, quote) : c);
    }
    in.next();
    return content.toString();
  }

  private static int escaped(Scanner in, int quote) {
    int c = in.next();
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '/', '\\' -> c;
      case 'u' -> in.escapedCodePoint();
      default -> {
        if (c != quote) {
          throw in.failure("unknown escape");
        }
        yield c;
      }
    };
  }
}

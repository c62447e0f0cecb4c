package dev.pgext.config.claim;

import dev.pgext.config.claim.LegacyClaimPath.Element;
import dev.pgext.config.claim.LegacyClaimPath.FirstString;
import dev.pgext.config.claim.LegacyClaimPath.Match;
import dev.pgext.config.claim.LegacyClaimPath.Member;
import dev.pgext.config.claim.LegacyClaimPath.Step;
import java.util.ArrayList;
import java.util.List;

/** Reads {@link LegacyClaimPath}. Confined to one parse. */
final class LegacyClaimPathParser {

  private final Scanner in;

  LegacyClaimPathParser(String text) {
    in = new Scanner(text);
  }

  LegacyClaimPath path() {
    List<Step> steps = new ArrayList<>();
    do {
      steps.add(step());
    } while (!in.atEnd());
    return new LegacyClaimPath(steps);
  }

  private Step step() {
    if (in.accept(".")) {
      return new Member(name());
    }
    if (in.accept("[?(")) {
      return filter();
    }
    in.expect("[");
    Step element = new Element(index());
    in.expect("]");
    return element;
  }

  private String name() {
    return in.sees("\"") ? quoted() : in.takeSome(LegacyClaimPathParser::isNamePart, "a name");
  }

  private static boolean isNamePart(int c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '@';
  }

  private int index() {
    String digits = in.takeSome(c -> c >= '0' && c <= '9', "an index");
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException tooLong) {
      throw in.failure("index " + digits + " is too large");
    }
  }

  private Step filter() {
    in.expect("@");
    in.skipBlanks();
    Match match = match();
    in.skipBlanks();
    Step filter = new FirstString(match, quoted());
    in.expect(")]");
    if (!in.atEnd()) {
      throw in.failure("a filter must be last");
    }
    return filter;
  }

  private Match match() {
    for (Match match : Match.values()) {
      if (in.accept(match.operator())) {
        return match;
      }
    }
    throw in.failure("expected an operator");
  }

  private String quoted() {
    in.expect("\"");
    String content = in.takeWhile(c -> c != '"');
    in.expect("\"");
    return content;
  }
}

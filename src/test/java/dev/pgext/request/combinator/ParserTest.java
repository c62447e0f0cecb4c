package dev.pgext.request.combinator;

import static dev.pgext.request.combinator.Characters.anyCharacter;
import static dev.pgext.request.combinator.Characters.character;
import static dev.pgext.request.combinator.Characters.endOfInput;
import static dev.pgext.request.combinator.Characters.noneOf;
import static dev.pgext.request.combinator.Characters.satisfy;
import static dev.pgext.request.combinator.Characters.span;
import static dev.pgext.request.combinator.Characters.span1;
import static dev.pgext.request.combinator.Characters.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.error.ApiException;
import dev.pgext.request.combinator.Reply.Failure;
import dev.pgext.request.combinator.Reply.Success;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The words are those that Parsec 3.1.16 was seen to use. */
class ParserTest {
  private static final Parser<Integer> DIGIT = satisfy(c -> c >= '0' && c <= '9').label("digit");

  @Test
  void aStringIsReportedWholeAtItsBeginning() {
    assertThat(fault(text("not"), "nil"))
        .isEqualTo("(line 1, column 1) unexpected \"i\" expecting \"not\"");
  }

  @Test
  void aStringThatBeganForbidsAlternatives() {
    assertThat(fault(text("sum").or(text("set")), "set")).contains("expecting \"sum\"");
    assertThat(value(text("sum").attempt().or(text("set")), "set")).isEqualTo("set");
  }

  @Test
  void expectationsAtTheSamePlaceAreJoinedInTheirOrder() {
    Parser<Integer> parser = character('a').or(character('b')).or(DIGIT);
    assertThat(fault(parser, "x"))
        .isEqualTo("(line 1, column 1) unexpected \"x\" expecting \"a\", \"b\" or digit");
  }

  @Test
  void theSameExpectationIsNamedOnce() {
    assertThat(fault(character('a').or(character('a')), "x")).endsWith("expecting \"a\"");
  }

  @Test
  void theFaultFurtherOnWins() {
    Parser<String> parser = text("ab").then(text("cd")).attempt().or(text("x"));
    assertThat(fault(parser, "abz"))
        .isEqualTo("(line 1, column 3) unexpected \"z\" expecting \"cd\"");
  }

  @Test
  void aLabelReplacesWhatIsExpectedWhereNothingWasConsumed() {
    Parser<String> parser = text("eq").then(character('.').as("")).label("operator");
    assertThat(fault(parser, "x")).endsWith("unexpected \"x\" expecting operator");
    assertThat(fault(parser, "eqx")).endsWith("unexpected \"x\" expecting \".\"");
  }

  @Test
  void aLabelRenamesEvenWhatAnAttemptFoundFurtherOn() {
    Parser<String> parser = text("eq").then(character('.').as("")).attempt().label("operator");
    assertThat(fault(parser, "eqx"))
        .isEqualTo("(line 1, column 3) unexpected \"x\" expecting operator");
  }

  @Test
  void aLabelStaysWithASuccessThatConsumedNothing() {
    Parser<Boolean> not =
        text("not").as(true).attempt().or(Parser.succeed(false)).label("negation");
    assertThat(fault(not.then(text("or")), "x"))
        .endsWith("unexpected \"x\" expecting negation or \"or\"");
  }

  @Test
  void whatCouldHaveFollowedIsStillExpectedAfterASuccess() {
    Parser<String> parser = span1(c -> c == 'a', "letter").skip(character('.'));
    assertThat(fault(parser, "aa!")).endsWith("unexpected \"!\" expecting letter or \".\"");
  }

  @Test
  void aRepetitionForgetsWhatItsLastElementCouldHaveHad() {
    Parser<List<String>> list = span1(c -> c == 'a', "letter").separatedBy1(character(','));
    assertThat(fault(list.skip(endOfInput()), "a!"))
        .endsWith("unexpected '!' expecting letter, \",\" or end of input");
    assertThat(fault(list.skip(endOfInput()), "a,a!"))
        .endsWith("unexpected '!' expecting \",\" or end of input");
  }

  @Test
  void aNegativeLookAheadNamesTheCharacterBehindIt() {
    Parser<Integer> dash = character('-').skip(Parser.notFollowedBy(character('>')));
    assertThat(fault(dash, "->")).isEqualTo("(line 1, column 3) unexpected '>'");
    assertThat(fault(dash.then(DIGIT), "-x")).endsWith("unexpected \"x\" expecting \">\" or digit");
  }

  @Test
  void theEndOfInputIsFoundAndExpectedByName() {
    assertThat(fault(DIGIT, "")).endsWith("unexpected end of input expecting digit");
    assertThat(fault(endOfInput(), "x")).endsWith("unexpected 'x' expecting end of input");
    assertThat(fault(character('a').or(endOfInput().as(0)).then(DIGIT), ""))
        .endsWith("unexpected end of input expecting \"a\", end of input or digit");
  }

  @Test
  void aLookAheadConsumesNothingWhenItSucceeds() {
    assertThat(value(text("ab").lookAhead().then(span(c -> true)), "abc")).isEqualTo("abc");
  }

  @Test
  void aFilterFailsWithoutAReasonOfItsOwn() {
    Parser<String> name =
        span1(Character::isLetter, "letter").filter(read -> !read.equals("count"));
    assertThat(fault(name, "count(")).endsWith("column 6) unexpected \"(\" expecting letter");
    assertThat(fault(anyCharacter().filter(c -> false), "x")).endsWith("unknown parse error");
  }

  @Test
  void placesAreLinesAndColumnsOfCodePointsWithTabStops() {
    Parser<Integer> parser = noneOf("!").many().then(DIGIT);
    assertThat(fault(parser, "😀é!")).startsWith("(line 1, column 3)");
    assertThat(fault(parser, "a\n\tb!")).startsWith("(line 2, column 10)");
  }

  @Test
  void charactersAreShownAsHaskellShowsThem() {
    assertThat(fault(DIGIT, "\0")).contains("unexpected \"\\NUL\"");
    assertThat(fault(DIGIT, "\u007F")).contains("unexpected \"\\DEL\"");
    assertThat(fault(DIGIT, "\u202e")).contains("unexpected \"\\8238\"");
    assertThat(fault(DIGIT, "\"")).contains("unexpected \"\\\"\"");
    assertThat(fault(endOfInput(), "'")).contains("unexpected '\\''");
    assertThat(HaskellText.show("\u000eH\u00e91\\a\n")).isEqualTo("\"\\SO\\&H\\233\\&1\\\\a\\n\"");
  }

  @Test
  void aRememberedParserReadsAnOffsetOnce() {
    Parser<String> name = span1(Character::isLetter, "letter").remembered();
    Source source = new Source("aaaa!", "text", 0);
    Parser<String> parser =
        name.skip(character(':')).attempt().or(name.skip(character('(')).attempt()).or(name);
    assertThat(source.read(parser)).isInstanceOf(Success.class);
    assertThat(source.reads()).isEqualTo(5 + 2);
  }

  @Test
  void nestingEndsAtItsLimit() {
    assertThat(value(nestedBraces(), "((x))")).isEqualTo("x");
    assertThatThrownBy(() -> value(nestedBraces(), "(((x)))"))
        .isInstanceOf(ApiException.class)
        .hasMessage("The text is nested too deeply");
  }

  private static Parser<String> nestedBraces() {
    return character('(')
        .then(Parser.nested(ParserTest::nestedBraces))
        .skip(character(')'))
        .or(text("x"));
  }

  private static <T> T value(Parser<T> parser, String input) {
    return switch (new Source(input, "text", 2).read(parser)) {
      case Success<T> success -> success.value();
      case Failure<T> failure -> throw new AssertionError(failure.fault().text());
    };
  }

  private static String fault(Parser<?> parser, String input) {
    Source source = new Source(input, "text", 2);
    Reply<?> reply = source.read(parser);
    assertThat(reply).isInstanceOf(Failure.class);
    return source.position(reply.fault().offset()) + " " + reply.fault().text();
  }
}

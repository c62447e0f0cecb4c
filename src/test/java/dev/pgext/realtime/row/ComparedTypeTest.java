package dev.pgext.realtime.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparedTypeTest {
  private static void ascending(ComparedType type, String... texts) {
    List<String> ordered = List.of(texts);
    for (int left = 0; left < texts.length; left++) {
      for (int right = 0; right < texts.length; right++) {
        int order = type.key(ordered.get(left)).compare(type.key(ordered.get(right)));
        assertThat(Integer.signum(order))
            .as(texts[left] + " and " + texts[right])
            .isEqualTo(Integer.compare(left, right));
      }
    }
  }

  @Test
  void datesAndTimesAreOrderedAcrossErasAndZones() {
    ascending(
        ComparedType.DATE,
        "-infinity",
        "4713-01-01 BC",
        "0044-03-15 BC",
        "0001-01-01",
        "2024-02-29",
        "12345-01-01",
        "infinity");
    ascending(
        ComparedType.TIMESTAMPTZ,
        "-infinity",
        "0044-03-15 10:00:00+00 BC",
        "1800-01-01 00:53:27+00:53:28",
        "1800-01-01 00:00:00+00",
        "2024-02-29 11:00:00+01",
        "2024-02-29 10:00:00.45+00",
        "2024-02-29 06:30:00.5-03:30",
        "294276-12-31 23:59:59.999999+00",
        "infinity");
  }

  @Test
  void numbersAreOrderedWithNanAsTheGreatest() {
    ascending(ComparedType.NUMERIC, "-Infinity", "-1.5", "0.00", "1e1", "1e2", "Infinity", "NaN");
    ascending(ComparedType.FLOAT, "-Infinity", "-1e-5", "0", "1.1", "1e+20", "Infinity", "NaN");
  }

  @ParameterizedTest
  @CsvSource({"NUMERIC, 1.0, 1.00", "FLOAT, -0, 0", "PADDED, 'a  ', a", "PADDED, '   ', ''"})
  void valuesOfDifferentTextsMayBeEqual(ComparedType type, String left, String right) {
    assertThat(type.key(left).compare(type.key(right))).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "% | anything | true",
        "a% | ab | true",
        "a% | ba | false",
        "%b | ab | true",
        "a_c | abc | true",
        "a_c | ac | false",
        "_ | \uD83D\uDE00 | true",
        "a\\%b | a%b | true",
        "a\\%b | axb | false",
        "%a%b% | xaxbx | true",
        "%a%b% | bxa | false",
        "%aab | aaaab | true",
        "abc | ab | false"
      })
  void likeMatchesAsInPostgres(String pattern, String text, boolean matches) {
    assertThat(LikePattern.parse(pattern).orElseThrow().matches(text)).isEqualTo(matches);
  }

  @Test
  void aPatternThatEndsInTheMiddleOfAnEscapeIsLeftToPostgres() {
    assertThat(LikePattern.parse("a\\")).isEmpty();
  }
}

package dev.pgext.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaVersionTest {

  @ParameterizedTest
  @CsvSource({
    "1.8.0_412, 8",
    "11.0.2, 11",
    "17.0.15, 17",
    "25, 25",
    "26-ea, 26",
    "'', 0",
    "odd, 0"
  })
  void theFeatureIsTheFirstNumberThatCounts(String text, int feature) {
    assertThat(JavaVersion.parse(text).feature()).isEqualTo(feature);
  }

  @Test
  void versionsAreOrderedByAge() {
    assertThat(
            Stream.of("25.0.3", "1.8.0_412", "25", "17.0.15", "17.0.9", "21")
                .map(JavaVersion::parse)
                .sorted()
                .map(JavaVersion::toString))
        .containsExactly("1.8.0_412", "17.0.9", "17.0.15", "21", "25", "25.0.3");
  }
}

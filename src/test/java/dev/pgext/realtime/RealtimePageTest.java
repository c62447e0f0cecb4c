package dev.pgext.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RealtimePageTest {
  private static final Path PAGE = Path.of("docs/realtime.md");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");
  private static final Pattern SETTING = Pattern.compile("`(realtime-[a-z-]+)`");

  @Test
  void theTestsThatItNamesExist() throws IOException {
    Map<String, Path> sources;
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .collect(
                  Collectors.toMap(
                      file -> file.getFileName().toString().replace(".java", ""),
                      Function.identity(),
                      (one, other) -> one));
    }
    List<MatchResult> named = TEST.matcher(Files.readString(PAGE)).results().toList();

    assertThat(named).hasSizeGreaterThan(10);
    for (MatchResult test : named) {
      assertThat(sources).containsKey(test.group(1));
      assertThat(Files.readString(sources.get(test.group(1))))
          .contains("void " + test.group(2) + "(");
    }
  }

  @Test
  void theSettingsThatItNamesExist() throws IOException {
    String settings = Files.readString(Path.of("docs/configuration.md"));

    assertThat(SETTING.matcher(Files.readString(PAGE)).results().map(found -> found.group(1)))
        .allSatisfy(setting -> assertThat(settings).contains("### " + setting + "\n"));
  }
}

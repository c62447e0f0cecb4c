package dev.pgext.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigDumpTest {

  @TempDir Path directory;

  @Test
  void printsDefaultsWhenNothingIsSet() {
    assertThat(dump("", Map.of())).isEqualTo(golden("defaults"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-defaults", "aliases", "types", "boolean-text", "boolean-number"})
  void printsWhatAFileSays(String name) {
    assertThat(dump(resource(name + ".conf"), Map.of())).isEqualTo(golden(name));
  }

  @Test
  void printsTheSameFromTheEnvironment() {
    assertThat(dump("", DotEnv.parse("no-defaults.env", resource("no-defaults.env"))))
        .isEqualTo(golden("no-defaults"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"defaults", "no-defaults", "aliases", "types", "boolean-text", "boolean-number"})
  void printsADumpUnchanged(String name) {
    assertThat(dump(golden(name), Map.of())).isEqualTo(golden(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\"b", "a\\b", "a$b$(c)", "a\nb\r\tc", "âêîôû 😀", "  blanks  ", "#no comment"})
  void keepsEveryCharacterThroughAReload(String value) {
    Config config = Config.of(Map.of("app.settings.odd", value, "db-anon-role", value));
    Config again = load(ConfigDump.print(config, ConfigDump.Keys.ALL), Map.of());
    assertThat(again).isEqualTo(config);
  }

  @Test
  void hidesOurKeysFromACompatibleDump() {
    String dump = ConfigDump.print(Config.defaults(), ConfigDump.Keys.ALL);
    assertThat(dump).contains("\nlimit-url-bytes = 49152\n", "\nlog-format = \"text\"\n");
    assertThat(golden("defaults")).doesNotContain("limit-").doesNotContain("log-format");
  }

  private String dump(String file, Map<String, String> environment) {
    return ConfigDump.print(load(file, environment), ConfigDump.Keys.POSTGREST);
  }

  private Config load(String content, Map<String, String> environment) {
    Path file = write(content);
    return ConfigLoader.load(
            ConfigSources.of(environment, directory, new ByteArrayInputStream(new byte[0]))
                .withFile(file))
        .config();
  }

  private Path write(String content) {
    try {
      return Files.writeString(directory.resolve("pgext.conf"), content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static String golden(String name) {
    return resource("expected/" + name + ".conf");
  }

  private static String resource(String name) {
    try (InputStream stream = ConfigDumpTest.class.getResourceAsStream("dump/" + name)) {
      assertThat(stream).as(name).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}

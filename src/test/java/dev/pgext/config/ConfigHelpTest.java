package dev.pgext.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigHelpTest {

  private static final Path PAGE = Path.of("docs", "configuration.md");

  /** Run with -Dpgext.docs=write to make the page anew. */
  @Test
  void agreesWithTheDocumentation() throws IOException {
    if ("write".equals(System.getProperty("pgext.docs"))) {
      Files.writeString(PAGE, ConfigHelp.page());
    }
    assertThat(PAGE).hasContent(ConfigHelp.page());
  }

  @Test
  void givesAnExampleThatLoadsOnceItIsUncommented(@TempDir Path directory) throws IOException {
    List<String> settings =
        ConfigExample.print(ConfigDump.Keys.ALL)
            .lines()
            .filter(line -> line.startsWith("# "))
            .map(line -> line.substring(2))
            .toList();
    Path file = Files.write(directory.resolve("example.conf"), settings);
    LoadedConfig loaded =
        ConfigLoader.load(
            ConfigSources.of(Map.of(), directory, new ByteArrayInputStream(new byte[0]))
                .withFile(file));
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.config().admin().port()).isEqualTo(3001);
    assertThat(settings)
        .hasSameSizeAs(ConfigDump.print(loaded.config(), ConfigDump.Keys.ALL).lines().toList());
  }

  @Test
  void describesEverySettingOnce() {
    assertThat(Settings.ALL).extracting(Setting::key).doesNotHaveDuplicates();
    assertThat(Settings.printed(ConfigDump.Keys.ALL))
        .allSatisfy(setting -> assertThat(setting.facts().description()).endsWith("."));
  }
}

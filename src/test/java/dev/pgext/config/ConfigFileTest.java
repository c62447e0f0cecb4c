package dev.pgext.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "k = \"text\" | text",
        "k=\"text\" # comment | text",
        "  k  =  \"text\"   | text",
        "k = \"a # b\" | a # b",
        "k = \"q\\\"q \\\\ \\n \\t\" | `q\"q \\ ⏎ \t`",
        "k = \"\\u00e9\\uD83D\\uDE00\" | é😀",
        "k = \"âêîôû\" | âêîôû",
        "k = \"\" | ``",
        "k = true | Bool True",
        "k = on | Bool True",
        "k = false | Bool False",
        "k = off | Bool False",
        "k = 13 | Number 13.0",
        "k = 007 | Number 7.0",
        "k = 12345678901234567890 | Number 12345678901234567890.0",
        "k = 1.5e3 | Number 1500.0",
        "k = -1 | Number -1.0",
        "k = [\"a\", \"b\" , \"c\"] | a,b,c",
        "k = [] | ``",
        "⏎#; k = \"no\"⏎k = \"yes\" | yes",
        "⏎# k = \"no\"⏎⏎k = \"yes\" | yes",
        "k = \"first\"⏎k = \"last\" | last",
        "k =⏎  \"next line\" | next line",
        "k = \"$$.role\" | $.role",
        "k = \"$(HOME)/x\" | /home/me/x",
        "n = 7⏎k = \"$(n)\" | 7",
        "a.b = \"v\"⏎k = \"$(a.b)\" | v",
      })
  void readsValues(String content, String expected) throws IOException {
    ConfigFile file = load(content.replace("⏎", "\n"));
    assertThat(file.faults()).isEmpty();
    assertThat(file.values().get("k").text()).isEqualTo(expected.replace("⏎", "\n"));
  }

  @Test
  void putsGroupsIntoKeys() throws IOException {
    ConfigFile file =
        load(
            """
            outer = "o"
            app {
              settings {
                a = "1"   # one
                b = "$(a)$(outer)"
              }
              x-y_z = 2
            }
            """);
    assertThat(file.faults()).isEmpty();
    assertThat(file.values().keySet())
        .containsExactly("outer", "app.settings.a", "app.settings.b", "app.x-y_z");
    assertThat(file.values().get("app.settings.b").text()).isEqualTo("1o");
  }

  @Test
  void importsFilesBesideIt() throws IOException {
    Files.writeString(directory.resolve("other.conf"), "a = \"other\"\nb = \"b\"\n");
    ConfigFile file = load("import \"other.conf\"\na = \"own\"\ng { import \"other.conf\" }\n");
    assertThat(file.faults()).isEmpty();
    assertThat(file.values().get("a").text()).isEqualTo("own");
    assertThat(file.values().keySet()).containsExactly("a", "b", "g.a", "g.b");
  }

  @Test
  void stopsFilesThatImportThemselves() throws IOException {
    assertThat(load("import \"pgext.conf\"\n").faults())
        .singleElement()
        .asString()
        .contains("import each other");
  }

  @Test
  void reportsEveryFaultWithItsPlace() throws IOException {
    ConfigFile file =
        load(
            """
            good = "yes"
            bad = unquoted
            9key = 1
              open = "never closed
            """);
    assertThat(file.values()).containsOnlyKeys("good");
    assertThat(file.faults())
        .hasSize(3)
        .anySatisfy(fault -> assertThat(fault).contains("pgext.conf:2:15: expected a string"))
        .anySatisfy(fault -> assertThat(fault).contains("pgext.conf:3:1: expected a key"))
        .anySatisfy(fault -> assertThat(fault).contains("unexpected end"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "k = \"a\" b = 1 | expected the end of the line",
        "k = truest | expected a string",
        "k | expected =",
        "k = \"$x\" | write $$",
        "k = \"$(NOPE)\" | no such variable: 'NOPE'",
        "b = true⏎k = \"$(b)\" | is not a string or number",
        "k = \"\\x\" | unknown escape",
        "k = \"\\ud800x\" | expected \\u",
        "k = [\"a\" \"b\"] | expected ,",
        "} | unexpected }",
        "g { k = 1 | expected }",
        "import \"missing.conf\" | missing.conf: does not exist",
        "- a: yaml⏎- b | expected a key",
      })
  void explainsFaults(String content, String fault) throws IOException {
    assertThat(load(content.replace("⏎", "\n")).faults())
        .anySatisfy(text -> assertThat(text).contains(fault));
  }

  private ConfigFile load(String content) throws IOException {
    Path path = Files.writeString(directory.resolve("pgext.conf"), content);
    ConfigFile file = new ConfigFile(Map.of("HOME", "/home/me"));
    file.load(path);
    return file;
  }
}

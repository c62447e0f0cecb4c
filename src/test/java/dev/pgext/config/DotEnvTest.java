package dev.pgext.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotEnvTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "A=b | b",
        "export A=b | b",
        "  A = b   | b",
        "A= | ``",
        "A=\"\" | ``",
        "A=b c | b c",
        "A=b # comment | b",
        "A=b#c | b#c",
        "A=# comment | ``",
        "A='single $x \\n' # comment | single $x \\n",
        "A=\"double \\\"q\\\" \\\\ # kept\" | double \"q\" \\ # kept",
        "A=\"line\\nend\" | `line\nend`",
        "A=postgres://u:p@h/d?x=y#z | postgres://u:p@h/d?x=y#z",
        "A=bm9ib2R5== | bm9ib2R5==",
        "A='it''s | 'it''s",
        "`A=\"two\nlines\" # and a comment` | `two\nlines`",
        "`A='two\r\nlines'\r\n` | `two\nlines`",
        "`B=c\nA=\"b\nC=d\"` | `b\nC=d`",
        "`A=\nB=c` | ``",
        "# A=no | none",
        "`\n  \n\t# A=no\n` | none",
      })
  void readsLines(String line, String expected) {
    assertThat(DotEnv.parse(".env", line).getOrDefault("A", "none")).isEqualTo(expected);
  }

  @Test
  void namesEveryLineThatSaysNothingWithoutWhatItHas() {
    String text = "A=b\nPASSWORD geheim\n\n# fine\nB='two\nlines'\n1C=d\n";
    assertThatThrownBy(() -> DotEnv.parse(".env", text))
        .isInstanceOfSatisfying(
            ConfigException.class,
            unusable ->
                assertThat(unusable.faults())
                    .containsExactly(
                        ".env:2: write NAME=value, or # before a comment",
                        ".env:7: write NAME=value, or # before a comment"));
  }

  @Test
  void leavesTheEnvironmentStronger(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve(".env"), "A=file\nB=file\n");
    assertThat(DotEnv.under(Map.of("A", "process"), directory))
        .containsExactlyInAnyOrderEntriesOf(Map.of("A", "process", "B", "file"));
  }

  @Test
  void doesWithoutAFile(@TempDir Path directory) {
    assertThat(DotEnv.under(Map.of("A", "process"), directory)).containsOnlyKeys("A");
  }
}

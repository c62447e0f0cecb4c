package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Every example of docs/migrations.md, in its order, but those that are marked as by hand. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class MigrationsPageIT {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```([\\w-]*)\\n(.*?)^```$");
  private static final String PROMPT = "$ pgext ";

  @TempDir private Path project;

  @Test
  void whatAReaderTypesGivesWhatAReaderSees() throws IOException {
    TestDatabase database = TestPostgres.pg18().createDatabase();
    Matcher block = BLOCK.matcher(Files.readString(Path.of("docs/migrations.md")));
    int commands = 0;
    while (block.find()) {
      switch (block.group(1)) {
        case "sql" -> write(block.group(2));
        case "by-hand" -> {}
        default -> commands += session(block.group(2), database.uri());
      }
    }
    assertThat(commands).isGreaterThan(9);
  }

  private void write(String text) throws IOException {
    Path file = project.resolve(text.lines().findFirst().orElseThrow().substring("-- ".length()));
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Runs what is behind the prompts; how many that are. */
  private int session(String text, String url) {
    int commands = 0;
    for (String one : text.split("(?m)^(?=\\$ )")) {
      assertThat(one).startsWith(PROMPT);
      List<String> lines = one.lines().toList();
      List<String> words =
          new ArrayList<>(Arrays.asList(lines.get(0).substring(PROMPT.length()).split(" ")));
      words.addAll(List.of("--url", url));
      CommandRun run = CommandRun.in(project, words.toArray(String[]::new));
      assertThat(run.text())
          .as(lines.get(0))
          .contains(lines.subList(1, lines.size()).stream().map(String::strip).toList());
      commands++;
    }
    return commands;
  }
}

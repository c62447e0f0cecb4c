package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What every command says about itself. */
class HelpTest {
  @TempDir private Path folder;

  static Stream<String> commands() {
    return all(Pgext.commandLine(Program.PGEXT, Described.ALL))
        .map(command -> command.getCommandSpec().qualifiedName());
  }

  private static Stream<CommandLine> all(CommandLine root) {
    return Stream.concat(
        Stream.of(root),
        root.getSubcommands().values().stream()
            .distinct()
            .filter(command -> !command.getCommandSpec().usageMessage().hidden())
            .flatMap(HelpTest::all));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void itAnswersHelp(String command) {
    List<String> words =
        new ArrayList<>(List.of(command.split(" ")).subList(1, command.split(" ").length));
    words.add("--help");

    assertThat(run(words)).contains("Usage: " + command + " ").isEqualTo(run(Described.ALL, words));
  }

  @Test
  void commandsAndTheirOptionsAreDescribed() {
    assertThat(
            all(Pgext.commandLine(Program.PGEXT, Described.ALL)).map(CommandLine::getCommandSpec))
        .allSatisfy(HelpTest::assertDescribed);
  }

  private static void assertDescribed(CommandSpec command) {
    String name = command.qualifiedName();
    assertThat(command.usageMessage().description()).as(name).isNotEmpty();
    assertThat(command.options())
        .allSatisfy(option -> assertThat(option.description()).as(name + option).isNotEmpty());
    assertThat(command.positionalParameters())
        .allSatisfy(each -> assertThat(each.description()).as(name + each).isNotEmpty());
  }

  @Test
  void theRootNamesEveryCommandAndHowToBegin() {
    String help = run(List.of("--help"));

    assertThat(Pgext.commandLine(Program.PGEXT, Described.ALL).getSubcommands().values())
        .filteredOn(command -> !command.getCommandSpec().usageMessage().hidden())
        .allSatisfy(command -> assertThat(help).contains("\n  " + command.getCommandName()));
    assertThat(help).contains("pgext init my-app", "pgext demo").doesNotContain("train");
    assertThat(run(List.of())).isEqualTo(help);
  }

  @Test
  void helpOfACommandIsThatOfItsOption() {
    assertThat(run(List.of("help", "token"))).isEqualTo(run(List.of("token", "--help")));
    assertThat(run(List.of("help", "migrate", "up")))
        .isEqualTo(run(List.of("migrate", "up", "--help")));
    assertThat(run(List.of("help"))).isEqualTo(run(List.of("--help")));
  }

  @Test
  void theShellTakesTheCompletion() throws IOException, InterruptedException {
    Path script = folder.resolve("completion");
    Files.writeString(script, run(List.of("completion", "bash")));
    Path asked = folder.resolve("asked");
    Files.writeString(
        asked,
        """
        source %s
        COMP_WORDS=(pgext dep) COMP_CWORD=1
        _complete_pgext
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(script));

    Process bash = new ProcessBuilder("bash", asked.toString()).start();
    String answer =
        new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(bash.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(answer.lines().map(String::strip)).contains("deploy", "deploy-functions");
    assertThat(run(List.of("completion", "zsh"))).isEqualTo(Files.readString(script));
  }

  private static String run(List<String> arguments) {
    return run(Described.namedIn(arguments.toArray(String[]::new)), arguments);
  }

  private static String run(Described described, List<String> arguments) {
    StringWriter out = new StringWriter();
    CommandLine commandLine = Pgext.commandLine(Program.PGEXT, described);
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
    assertThat(commandLine.execute(arguments.toArray(String[]::new))).isZero();
    return out.toString();
  }
}

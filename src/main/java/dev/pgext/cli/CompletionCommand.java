package dev.pgext.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Prints the script that completes commands and options at Tab.
 *
 * @see <a href="https://picocli.info/autocomplete.html">picocli: autocomplete for Java command line
 *     applications</a>
 */
@Command(
    name = CompletionCommand.NAME,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description = "Prints a script by which the shell completes commands and options.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:done", "1:the shell is not known"},
    footer = {
      "",
      "For this shell:   source <(pgext completion bash)",
      "For every shell:  put that line into ~/.bashrc, or with zsh into ~/.zshrc."
    })
final class CompletionCommand implements Callable<Integer> {
  static final String NAME = "completion";

  /** The shells that are known; one script does for both. */
  enum Shell {
    bash,
    zsh
  }

  @Spec private @Nullable CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  @Override
  public Integer call() {
    if (spec != null) {
      String script = AutoComplete.bash("pgext", spec.root().commandLine());
      spec.commandLine().getOut().print(script);
      spec.commandLine().getOut().flush();
    }
    return ExitStatus.DONE;
  }
}

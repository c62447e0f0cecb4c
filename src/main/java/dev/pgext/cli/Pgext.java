package dev.pgext.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code pgext} command: the root of all others. */
@Command(
    name = "pgext",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Turns a PostgreSQL database into an application backend.")
public final class Pgext implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  /** Runs the command line and ends the JVM with its exit status. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Pgext()).execute(arguments));
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(System.out);
    }
  }
}

package dev.pgext.cli;

import picocli.CommandLine.Option;

/** What every command has. */
@SuppressWarnings("UnusedVariable") // picocli looks at the options, not at their values
final class HelpOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-v", "-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  private boolean version;
}

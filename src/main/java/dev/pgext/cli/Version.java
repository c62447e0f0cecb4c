package dev.pgext.cli;

import picocli.CommandLine.IVersionProvider;

/** Name and version of this build, as {@code --version} prints it. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {Program.of(System.getenv()).product()};
  }
}

package dev.pgext.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this build, as {@code pgext --version} prints it. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"pgext " + (version == null ? "(development build)" : version)};
  }
}

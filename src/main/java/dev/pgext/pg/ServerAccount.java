package dev.pgext.pg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The account that runs the server's programs. PostgreSQL refuses to run as root, so root hands
 * them to {@code nobody}, or, where nobody cannot reach the directory, to a user namespace in which
 * root has no name.
 *
 * @param prefix what comes before a command line to run it as this account
 * @param owner the user name that owns the server's files
 */
record ServerAccount(List<String> prefix, String owner) {

  private static final List<ServerAccount> FOR_ROOT =
      List.of(
          new ServerAccount(
              List.of("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups", "--"),
              "nobody"),
          new ServerAccount(List.of("runuser", "-u", "nobody", "--"), "nobody"),
          new ServerAccount(List.of("unshare", "--user", "--"), "root"));

  /** The account that may own {@code directory} and run {@code program}. Gives it the directory. */
  static ServerAccount of(Path directory, Path program) {
    String user = System.getProperty("user.name", "");
    if (!user.equals("root")) {
      return new ServerAccount(List.of(), user);
    }
    for (ServerAccount account : FOR_ROOT) {
      if (account.give(directory) && account.reaches(directory, program)) {
        return account;
      }
    }
    throw new EmbeddedPostgresException(
        "PostgreSQL does not run as root, and neither setpriv, runuser nor unshare can run it as"
            + " another user in "
            + directory);
  }

  /** The whole command line that runs {@code command} as this account. */
  List<String> command(List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return whole;
  }

  /** Makes this account the owner of the directory and all in it; false if it cannot be. */
  boolean give(Path directory) {
    try {
      UserPrincipal principal =
          directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
      Directories.give(directory, principal);
      return true;
    } catch (IOException notPossible) {
      return false;
    }
  }

  private boolean reaches(Path directory, Path program) {
    List<String> probe =
        command(
            List.of(
                "sh",
                "-c",
                "test \"$(id -u)\" != 0 && test -w \"$1\" && \"$2\" --version",
                "probe",
                directory.toString(),
                program.toString()));
    try {
      Process process =
          new ProcessBuilder(probe)
              .directory(Files.isDirectory(directory) ? directory.toFile() : null)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

package dev.pgext.cli;

import dev.pgext.migrate.script.SqlFault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;

/** Whether a person reads along: progress and colours are for terminals only. */
final class Terminal {
  private Terminal() {}

  /**
   * Whether standard error is a terminal. {@code System.console()} says nothing of it on newer
   * JDKs.
   */
  static boolean readsErrors() {
    return is("2");
  }

  /** Those of standard error. */
  static SqlFault.Colours colours() {
    boolean shown = System.getenv("NO_COLOR") == null && readsErrors();
    return shown ? SqlFault.Colours.SHOWN : SqlFault.Colours.NONE;
  }

  /** Whether somebody can be asked. */
  static boolean readsInput() {
    return is("0");
  }

  /** What somebody types; empty where nothing comes. */
  static String answer() {
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
      return line == null ? "" : line.strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean is(String descriptor) {
    try {
      return new ProcessBuilder("test", "-t", descriptor).inheritIO().start().waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

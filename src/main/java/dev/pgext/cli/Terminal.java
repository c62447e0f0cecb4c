package dev.pgext.cli;

import java.io.IOException;

/** Whether a person reads along: progress and colours are for terminals only. */
final class Terminal {
  private Terminal() {}

  /**
   * Whether standard error is a terminal. {@code System.console()} says nothing of it on newer
   * JDKs.
   */
  static boolean readsErrors() {
    try {
      return new ProcessBuilder("test", "-t", "2").inheritIO().start().waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

package dev.pgext.pg;

import java.io.PrintStream;
import java.util.Locale;

/** Is told how much of a download has arrived. Called on the thread that downloads. */
@FunctionalInterface
public interface DownloadProgress {

  /**
   * Reports the state of the download.
   *
   * @param received bytes so far
   * @param total bytes in all, or -1 if the server did not say
   */
  void report(long received, long total);

  /** Reports to nobody. */
  static DownloadProgress silent() {
    return (received, total) -> {};
  }

  /** Draws a bar on one line of a terminal, and ends the line with the download. */
  static DownloadProgress bar(String label, PrintStream terminal) {
    return (received, total) -> {
      terminal.print(line(label, received, total));
      if (received == total) {
        terminal.println();
      }
      terminal.flush();
    };
  }

  private static String line(String label, long received, long total) {
    double megabytes = received / 1e6;
    if (total <= 0) {
      return String.format(Locale.ROOT, "\r%s %.1f MB", label, megabytes);
    }
    int filled = (int) (30 * received / total);
    String bar = "=".repeat(filled) + " ".repeat(30 - filled);
    return String.format(
        Locale.ROOT, "\r%s [%s] %.1f of %.1f MB", label, bar, megabytes, total / 1e6);
  }
}

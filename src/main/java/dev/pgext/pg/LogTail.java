package dev.pgext.pg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The last lines of a log file, for a message about what went wrong. */
final class LogTail {

  private static final int LINES = 8;

  private LogTail() {}

  /** The last lines after byte {@code offset}, or what kept us from reading them. */
  static String of(Path log, long offset) {
    try {
      byte[] content = Files.readAllBytes(log);
      byte[] recent =
          Arrays.copyOfRange(content, (int) Math.min(offset, content.length), content.length);
      List<String> lines = new String(recent, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (IOException failure) {
      return "(cannot read %s: %s)".formatted(log, failure.getMessage());
    }
  }
}

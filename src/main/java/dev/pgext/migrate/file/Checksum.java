package dev.pgext.migrate.file;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The checksum that Flyway keeps of a migration: CRC-32 of its lines without their ends, so that
 * the same file has the same one on every system.
 */
public final class Checksum {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private Checksum() {}

  public static int of(String text) {
    String marked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    CRC32 sum = new CRC32();
    marked.lines().forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
    return (int) sum.getValue();
  }
}

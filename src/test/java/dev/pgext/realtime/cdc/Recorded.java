package dev.pgext.realtime.cdc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Messages that a PostgreSQL 15 sent; the file says for which statements. */
final class Recorded {
  private Recorded() {}

  static List<byte[]> messages() {
    try (InputStream file = Recorded.class.getResourceAsStream("pgoutput.hex")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(HexFormat.of()::parseHex)
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

package dev.pgext.migrate.file;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A migration's version: numbers with dots or underscores between them, compared one by one, as
 * Flyway does; a timestamp is one large number.
 */
public record Version(List<BigInteger> parts) implements Comparable<Version> {
  public Version {
    int significant = parts.size();
    while (significant > 1 && parts.get(significant - 1).signum() == 0) {
      significant--;
    }
    parts = List.copyOf(parts.subList(0, significant));
  }

  /**
   * Reads {@code 1}, {@code 1.2}, {@code 2_0_1} or {@code 20261120164500}.
   *
   * @throws NumberFormatException for anything else
   */
  public static Version parse(String text) {
    return new Version(Arrays.stream(text.split("[._]", -1)).map(BigInteger::new).toList());
  }

  @Override
  public int compareTo(Version other) {
    int common = Math.min(parts.size(), other.parts.size());
    for (int i = 0; i < common; i++) {
      int order = parts.get(i).compareTo(other.parts.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(parts.size(), other.parts.size());
  }

  /** Without leading and trailing zeros. */
  @Override
  public String toString() {
    return parts.stream().map(BigInteger::toString).collect(Collectors.joining("."));
  }
}

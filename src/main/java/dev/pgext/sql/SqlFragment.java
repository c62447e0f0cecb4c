package dev.pgext.sql;

import java.util.List;

/**
 * SQL text with a {@code ?} for each parameter. Fragments compose; a value never becomes text.
 *
 * <p>A question mark of an operator is written {@code ??}, as pgjdbc wants it.
 */
public record SqlFragment(String text, List<Bind> parameters) {
  public SqlFragment {
    parameters = List.copyOf(parameters);
  }

  /** Text without parameters. */
  public static SqlFragment of(String text) {
    return new SqlFragment(text, List.of());
  }
}

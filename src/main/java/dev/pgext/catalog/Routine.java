package dev.pgext.catalog;

import dev.pgext.pg.QualifiedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function that can be called through {@code /rpc/}.
 *
 * @param variadic whether the last parameter is VARIADIC
 * @param isolationLevel as SQL writes it ({@code serializable}), from the function's own settings
 * @param settings the function's own settings that {@code db-hoisted-tx-settings} lifts to the
 *     transaction
 */
public record Routine(
    QualifiedName name,
    @Nullable String description,
    List<Parameter> parameters,
    Result result,
    Volatility volatility,
    boolean variadic,
    @Nullable String isolationLevel,
    List<Setting> settings) {
  public Routine {
    parameters = List.copyOf(parameters);
    settings = List.copyOf(settings);
  }

  /**
   * An input parameter; {@code name} is empty where it has none.
   *
   * @param type SQL text of the type
   * @param callType SQL text of the type to cast an argument to: without a length, where one would
   *     cut the value
   */
  public record Parameter(
      String name, String type, String callType, boolean required, boolean variadic) {}

  /** A configuration parameter and its value. */
  public record Setting(String name, String value) {}

  /** {@code pg_proc.provolatile}. */
  public enum Volatility {
    VOLATILE,
    STABLE,
    IMMUTABLE
  }

  /**
   * What a call returns.
   *
   * @param setOf whether it returns a set
   * @param composite whether a row has columns (a relation, a composite type, OUT parameters,
   *     TABLE), else one value
   * @param type schema and name of the returned type; of a domain over a composite type, the
   *     composite
   * @param columns names and types where they are known, else empty
   * @param domain whether the declared type is a domain over {@code type}
   * @param token whether it is the domain {@code pgext.jwt}: claims, of which clients get a token
   */
  public record Result(
      boolean setOf,
      boolean composite,
      QualifiedName type,
      List<ResultColumn> columns,
      boolean domain,
      boolean token) {
    private static final QualifiedName VOID = new QualifiedName("pg_catalog", "void");

    /** What is returned under its own name, not under a domain's. */
    public Result(
        boolean setOf, boolean composite, QualifiedName type, List<ResultColumn> columns) {
      this(setOf, composite, type, columns, false, false);
    }

    public Result {
      columns = List.copyOf(columns);
    }

    /** One value, not a set. */
    public boolean scalar() {
      return !setOf && !composite;
    }

    /** One row. */
    public boolean singleComposite() {
      return !setOf && composite;
    }

    /** Nothing at all. */
    public boolean isVoid() {
      return !setOf && type.equals(VOID);
    }
  }

  /** A column of the result. */
  public record ResultColumn(String name, DataType type) {}
}

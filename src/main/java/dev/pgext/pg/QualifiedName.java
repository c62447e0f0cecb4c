package dev.pgext.pg;

/**
 * The name of a database object within its schema.
 *
 * <p>The schema is empty where a user left it out; PostgreSQL then resolves the name by its {@code
 * search_path}. See <a href="https://www.postgresql.org/docs/current/ddl-schemas.html">PostgreSQL:
 * schemas</a>.
 */
public record QualifiedName(String schema, String name) {

  /** Reads {@code schema.name} or {@code name}; only the first dot separates. */
  public static QualifiedName parse(String text) {
    int dot = text.indexOf('.');
    return dot < 0
        ? new QualifiedName("", text)
        : new QualifiedName(text.substring(0, dot), text.substring(dot + 1));
  }

  /**
   * As the record's own, which the JVM would put together at its first use: this one is among what
   * a start does most.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof QualifiedName that
        && name.equals(that.name)
        && schema.equals(that.schema);
  }

  @Override
  public int hashCode() {
    return 31 * schema.hashCode() + name.hashCode();
  }

  /** The unquoted form a user writes: {@code schema.name}, or {@code name} without a schema. */
  @Override
  public String toString() {
    return schema.isEmpty() ? name : schema + "." + name;
  }
}

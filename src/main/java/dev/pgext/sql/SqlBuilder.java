package dev.pgext.sql;

import dev.pgext.pg.QualifiedName;
import dev.pgext.plan.ReadNode.Qualifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects text and parameters in the order in which they are written. Confined to one render. */
final class SqlBuilder {
  private final StringBuilder text = new StringBuilder(512);
  private final List<Bind> parameters = new ArrayList<>();

  SqlBuilder sql(String fragment) {
    text.append(fragment);
    return this;
  }

  SqlBuilder name(String identifier) {
    return sql(Identifiers.quote(identifier));
  }

  SqlBuilder name(QualifiedName identifier) {
    return sql(Identifiers.quote(identifier));
  }

  SqlBuilder name(Qualifier qualifier) {
    if (qualifier.schema() != null) {
      name(qualifier.schema()).sql(".");
    }
    return name(qualifier.name());
  }

  /** {@code qualifier."column"}, or {@code qualifier.*}. */
  SqlBuilder column(Qualifier qualifier, String column) {
    name(qualifier).sql(".");
    return column.equals("*") ? sql("*") : name(column);
  }

  SqlBuilder bind(Bind value) {
    parameters.add(value);
    return sql("?");
  }

  SqlBuilder text(@Nullable String value) {
    return bind(new Bind.Text(value));
  }

  /** The pieces with a separator between them. */
  <T> SqlBuilder joined(String separator, List<T> items, Consumer<? super T> write) {
    boolean first = true;
    for (T item : items) {
      if (!first) {
        sql(separator);
      }
      first = false;
      write.accept(item);
    }
    return this;
  }

  SqlFragment build() {
    return new SqlFragment(text.toString(), parameters);
  }
}

package dev.pgext.realtime.supabase;

import dev.pgext.realtime.cdc.TableShape;
import java.util.List;

/** What the types of a table's columns are called. Thread-safe. */
@FunctionalInterface
public interface TypeNames {

  /** For each column of the shape its {@code pg_type.typname}. */
  List<String> of(TableShape table);
}

package dev.pgext.realtime.hub;

import dev.pgext.realtime.cdc.TableShape;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes interests apply to tables. Thread-safe; asks the database. */
interface Binder {

  /**
   * A table as it is now.
   *
   * @throws dev.pgext.error.ApiException where there is none, or its changes are not published
   */
  TableDescription describe(Interest interest);

  /**
   * What the interest is under this description.
   *
   * @param earlier what it was before, of which is kept what the database would say again; null
   *     where there is nothing, or where more than the table may have changed since
   * @throws dev.pgext.error.ApiException where the viewer may not see the table, or the filter or a
   *     policy cannot be applied
   */
  Binding bind(TableDescription table, Interest interest, @Nullable Binding earlier);

  /**
   * Those that are something else by now: dropped, perhaps created anew, renamed, moved to another
   * schema, or not published any more. Of some of this the log tells nothing.
   *
   * @throws dev.pgext.error.ApiException where the database cannot be asked
   */
  Set<NamedTable> astray(Set<NamedTable> tables);

  /** Policies or grants of a table may have changed. */
  void forget(TableShape table);

  /** Types may have changed, for which nothing in the log stands. */
  void forgetTypes();
}

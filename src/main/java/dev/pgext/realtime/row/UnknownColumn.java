package dev.pgext.realtime.row;

import dev.pgext.error.ApiException;
import dev.pgext.error.DatabaseError;
import dev.pgext.realtime.cdc.TableShape;

/** The fault of naming a column that a table does not have: PostgreSQL's, as a request gets it. */
final class UnknownColumn {
  private static final String UNDEFINED_COLUMN = "42703";
  private static final int BAD_REQUEST = 400;

  private UnknownColumn() {}

  static ApiException of(TableShape table, String column) {
    String message = "column " + table.name().name() + "." + column + " does not exist";
    return new DatabaseError.Raised(BAD_REQUEST, UNDEFINED_COLUMN, message, null, null)
        .asException();
  }

  /** The position of a column of that name. */
  static int position(TableShape table, String column) {
    int position = table.indexOf(column);
    if (position < 0) {
      throw of(table, column);
    }
    return position;
  }
}

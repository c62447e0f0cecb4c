package dev.pgext.realtime.cdc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Which history of which cluster a server writes: positions of another one mean nothing. */
record ServerIdentity(String system, int timeline) {

  static ServerIdentity of(Connection walSender) throws SQLException {
    try (Statement statement = walSender.createStatement();
        ResultSet row = statement.executeQuery("IDENTIFY_SYSTEM")) {
      row.next();
      return new ServerIdentity(row.getString(1), row.getInt(2));
    }
  }

  /** As it is written down. */
  String text() {
    return system + "/" + timeline;
  }
}

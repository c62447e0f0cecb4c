package dev.pgext.realtime.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.exec.ConnectionPool;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.realtime.install.Installer;
import dev.pgext.realtime.visibility.Viewer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessagePoliciesIT {
  private static final ChannelName ROOM = new ChannelName("room-ann", true);
  private static final Viewer ANN = new Viewer("policies_user", "{\"sub\":\"ann\"}");
  private static final Viewer BOB = new Viewer("policies_user", "{\"sub\":\"bob\"}");

  private Connection connection;
  private MessagePolicies policies;

  @BeforeEach
  void install() throws SQLException {
    TestDatabase database = TestPostgres.pg18().createDatabase();
    connection = database.connect();
    new Installer().install(connection, "pgext");
    run(
        "DO $$ BEGIN CREATE ROLE policies_user; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "CREATE FUNCTION me() RETURNS text LANGUAGE sql"
            + " AS $$ SELECT current_setting('request.jwt.claims', true)::json ->> 'sub' $$");
    policies = new MessagePolicies(this::use);
  }

  private <T> T use(ConnectionPool.Work<T> work) {
    try {
      return work.on(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void withoutPoliciesNobodyMayDoAnything() {
    assertThat(policies.permissions(ROOM, ANN)).isEqualTo(Permissions.NONE);
  }

  @Test
  void selectPoliciesSayWhoHearsAndInsertPoliciesWhoSpeaks() throws SQLException {
    run(
        "CREATE POLICY hear ON realtime.messages FOR SELECT TO policies_user"
            + " USING (extension = 'broadcast' AND realtime.topic() = 'room-' || me())",
        "CREATE POLICY speak ON realtime.messages FOR INSERT TO policies_user"
            + " WITH CHECK (extension IN ('broadcast', 'presence') AND topic = 'room-' || me())");

    assertThat(policies.permissions(ROOM, ANN)).isEqualTo(new Permissions(true, true, false, true));
    assertThat(policies.permissions(ROOM, BOB)).isEqualTo(Permissions.NONE);
  }

  @Test
  void askingLeavesNothingBehind() throws SQLException {
    run("CREATE POLICY all_of_it ON realtime.messages USING (true) WITH CHECK (true)");

    assertThat(policies.permissions(ROOM, ANN)).isEqualTo(Permissions.ALL);

    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*), current_user = session_user,"
                    + " coalesce(current_setting('realtime.topic', true), '')"
                    + " FROM realtime.messages")) {
      row.next();
      assertThat(row.getInt(1)).isZero();
      assertThat(row.getBoolean(2)).isTrue();
      assertThat(row.getString(3)).isEmpty();
    }
    assertThat(connection.getAutoCommit()).isTrue();
  }

  @Test
  void aRoleWithoutPrivilegesMayDoNothing() throws SQLException {
    run(
        "CREATE POLICY all_of_it ON realtime.messages USING (true) WITH CHECK (true)",
        "REVOKE SELECT, INSERT ON realtime.messages FROM PUBLIC");

    assertThat(policies.permissions(ROOM, ANN)).isEqualTo(Permissions.NONE);
  }

  @Test
  void aPolicyThatFailsIsAFault() throws SQLException {
    run("CREATE POLICY broken ON realtime.messages USING (1 / (length(topic) - 8) = 1)");

    assertThatThrownBy(() -> policies.permissions(ROOM, ANN))
        .hasRootCauseMessage("ERROR: division by zero");
    assertThat(policies.permissions(new ChannelName("other", true), ANN))
        .isEqualTo(Permissions.NONE);
  }

  private void run(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}

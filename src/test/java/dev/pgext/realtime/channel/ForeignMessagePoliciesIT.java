package dev.pgext.realtime.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.exec.ConnectionPool;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.realtime.visibility.Viewer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The schema {@code realtime} as a Supabase database has it: somebody else's. */
class ForeignMessagePoliciesIT {
  private static final ChannelName ROOM = new ChannelName("room-ann", true);
  private static final Viewer ANN = new Viewer("supa_authenticated", "{\"sub\":\"ann\"}");
  private static final Viewer BOB = new Viewer("supa_authenticated", "{\"sub\":\"bob\"}");

  private static final String ROLES =
      """
      DO $$ BEGIN
        CREATE ROLE supa_realtime_admin; CREATE ROLE supa_authenticated;
        CREATE ROLE supa_service_role BYPASSRLS; CREATE ROLE supa_authenticator NOINHERIT;
        GRANT supa_authenticated TO supa_authenticator;
      EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      REVOKE supa_service_role FROM supa_authenticator;
      """;

  private static final String SCHEMA =
      """
      CREATE SCHEMA realtime AUTHORIZATION supa_realtime_admin;
      GRANT USAGE ON SCHEMA realtime TO supa_authenticated, supa_service_role;
      CREATE FUNCTION realtime.topic() RETURNS text LANGUAGE sql STABLE
        AS $$ SELECT nullif(current_setting('realtime.topic', true), '') $$;
      CREATE TABLE realtime.messages (
        topic text NOT NULL, extension text NOT NULL, payload jsonb, event text,
        private boolean DEFAULT false, updated_at timestamp NOT NULL DEFAULT now(),
        inserted_at timestamp NOT NULL DEFAULT now(), id uuid NOT NULL DEFAULT gen_random_uuid(),
        PRIMARY KEY (id, inserted_at)) PARTITION BY RANGE (inserted_at);
      CREATE TABLE realtime.messages_now PARTITION OF realtime.messages DEFAULT;
      ALTER TABLE realtime.messages OWNER TO supa_realtime_admin;
      ALTER TABLE realtime.messages ENABLE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT, UPDATE ON realtime.messages TO supa_authenticated, supa_service_role;
      CREATE POLICY hear ON realtime.messages FOR SELECT TO supa_authenticated
        USING (extension = 'broadcast' AND realtime.topic()
          = 'room-' || (current_setting('request.jwt.claims')::json ->> 'sub'));
      CREATE POLICY speak ON realtime.messages FOR INSERT TO supa_authenticated
        WITH CHECK (extension = 'presence' AND realtime.topic() = 'room-ann');
      """;

  private Connection connection;
  private final MessagePolicies policies = new MessagePolicies(this::use);

  @BeforeEach
  void open() throws SQLException {
    TestDatabase database = TestPostgres.pg18().createDatabase();
    connection = database.connect();
    run(ROLES);
    run(SCHEMA);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private <T> T use(ConnectionPool.Work<T> work) {
    try {
      return work.on(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void assertPoliciesHold() {
    assertThat(policies.permissions(ROOM, ANN))
        .isEqualTo(new Permissions(true, false, false, true));
    assertThat(policies.permissions(ROOM, BOB))
        .isEqualTo(new Permissions(false, false, false, true));
  }

  @Test
  void itsPoliciesAreAskedByALoginThatMayBecomeServiceRole() throws SQLException {
    run("GRANT supa_service_role TO supa_authenticator");
    run("SET SESSION AUTHORIZATION supa_authenticator");
    assertPoliciesHold();
  }

  @Test
  void itsPoliciesAreAskedByALoginThatTheyDoNotHoldFor() {
    assertPoliciesHold();
  }

  @Test
  void whereNobodyCanAskNobodyHears() throws SQLException {
    run("SET SESSION AUTHORIZATION supa_authenticator");
    assertThat(policies.permissions(ROOM, ANN))
        .isEqualTo(new Permissions(false, false, false, true));
  }
}

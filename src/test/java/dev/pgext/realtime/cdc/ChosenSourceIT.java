package dev.pgext.realtime.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.EmbeddedPostgres;
import dev.pgext.pg.EmbeddedPostgresSettings;
import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import dev.pgext.realtime.cdc.ChosenSource.Choice;
import dev.pgext.realtime.cdc.Stream.Setup;
import dev.pgext.realtime.install.Installer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without logical decoding the queue is read, once it is there. */
class ChosenSourceIT {
  private final List<Choice> announced = new CopyOnWriteArrayList<>();

  @TempDir private Path directory;

  @Test
  void theLogIsReadWhereItCanBe() {
    Setup setup = Setup.of(TestPostgres.pg18().createDatabase());
    try (Stream stream = setup.openChosen(announced::add).awaitStreaming()) {
      assertThat(stream.source.status().slot()).isEqualTo(setup.slot());
      assertThat(announced).containsExactly(Choice.WAL);
    }
    setup.dropSlot();
  }

  @Test
  void elseTheQueueIsOnceItIsInstalled() throws IOException, SQLException {
    try (EmbeddedPostgres server = startWithoutLogicalDecoding()) {
      TestDatabase database = new TestDatabase("postgres", server);
      try (Stream stream = Setup.of(database).openChosen(announced::add)) {
        stream.await(
            "the reason",
            () ->
                String.valueOf(stream.source.status().fault()).startsWith("wal_level is replica"));
        try (Connection connection = database.connect()) {
          new Installer().install(connection, "pgext");
        }
        stream.awaitStreaming();
        assertThat(announced).containsExactly(Choice.QUEUE);
        database.execute("CREATE TABLE numbers (id int PRIMARY KEY)");
        database.execute("SELECT pgext.watch('numbers')");
        database.execute("INSERT INTO numbers VALUES (1)");
        stream.await("the row", () -> stream.inserted().contains("1"));
      }
    }
  }

  private EmbeddedPostgres startWithoutLogicalDecoding() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    return EmbeddedPostgres.start(
        EmbeddedPostgresSettings.discarded(directory.resolve("server"), 18)
            .withParameter("wal_level", "replica"));
  }
}

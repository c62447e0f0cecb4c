package dev.pgext.migrate.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.migrate.script.SqlStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationFolderTest {
  @TempDir private Path project;

  @Test
  void schemaComesFirstThenVersionsAsNumbersThenRepeatableOnes() throws IOException {
    write("schema.sql", "SELECT 0");
    write("migrations/R__views.sql", "SELECT 9");
    write("migrations/V1.10__ten.sql", "SELECT 4");
    write("migrations/V1_2__two.sql", "SELECT 3");
    write("migrations/deeper/V2__deep.sql", "SELECT 5");
    write("migrations/20260101120000_stamp.sql", "-- migrate:up\nSELECT 6;\n-- migrate:down\n");
    write("migrations/001_first.sql", "SELECT 2");
    write("migrations/README.md", "not one");
    write("migrations/beforeMigrate.sql", "SELECT 1");

    assertThat(read(Map.of()))
        .extracting(MigrationFile::identity)
        .containsExactly("schema.sql", "V1", "V1.2", "V1.10", "V2", "V20260101120000", "R views");
  }

  @Test
  void aFolderThatIsALinkIsReadWhereItLeads(@TempDir Path elsewhere) throws IOException {
    Files.writeString(elsewhere.resolve("1_first.sql"), "SELECT 1");
    Files.createSymbolicLink(project.resolve("migrations"), elsewhere);

    assertThat(read(Map.of()))
        .extracting(MigrationFile::path)
        .containsExactly("migrations/1_first.sql");
  }

  @Test
  void dbmatesSectionsOptionsAndVariablesAreRead() throws IOException {
    write(
        "migrations/20260101120000_a_b.sql",
        """
        -- a comment

        -- migrate:up transaction:false env:WHO
        CREATE ROLE {{ .WHO }};
        -- migrate:down
        DROP ROLE someone;
        """);

    MigrationFile file = read(Map.of("WHO", "jane")).get(0);

    assertThat(file.description()).isEqualTo("a b");
    assertThat(file.up().wish()).isEqualTo(Section.Wish.NO_TRANSACTION);
    assertThat(file.up().statements())
        .extracting(SqlStatement::text)
        .containsExactly("CREATE ROLE jane");
    assertThat(file.down().wish()).isEqualTo(Section.Wish.TRANSACTION);
    SqlStatement down = file.down().statements().get(0);
    assertThat(file.down().source().place(down.offset()).line()).isEqualTo(6);
  }

  @Test
  void anEditOfTheWayDownIsNoEditOfWhatWasApplied() throws IOException {
    write("migrations/1_a.sql", "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n");
    int before = read(Map.of()).get(0).checksum();
    write("migrations/1_a.sql", "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 3;\n");
    assertThat(read(Map.of()).get(0).checksum()).isEqualTo(before);
    write("migrations/1_a.sql", "-- migrate:up\nSELECT 4;\n-- migrate:down\nSELECT 3;\n");
    assertThat(read(Map.of()).get(0).checksum()).isNotEqualTo(before);
  }

  @Test
  void flywaysUndoPlaceholdersAndScriptSettingsAreRead() throws IOException {
    write("migrations/V1__a.sql", "SELECT '${greeting} ${flyway:filename}'");
    write("migrations/U1__a.sql", "SELECT 'undo'");
    write("migrations/V2__b.sql", "SELECT '${kept}'");
    write(
        "migrations/V2__b.sql.conf", "executeInTransaction=false\nplaceholderReplacement=false\n");
    write("flyway.conf", "flyway.placeholders.greeting=hello\n");

    List<MigrationFile> files = read(Map.of());

    assertThat(files.get(0).up().text()).isEqualTo("SELECT 'hello V1__a.sql'");
    assertThat(files.get(0).down().text()).isEqualTo("SELECT 'undo'");
    assertThat(files.get(1).up().text()).isEqualTo("SELECT '${kept}'");
    assertThat(files.get(1).up().wish()).isEqualTo(Section.Wish.NO_TRANSACTION);
    assertThat(read(Map.of("FLYWAY_PLACEHOLDERS_GREETING", "ciao")).get(0).up().text())
        .isEqualTo("SELECT 'ciao V1__a.sql'");
  }

  @Test
  void checksumsAreFlyways() {
    // What Flyway 13.12.0 wrote for this text.
    assertThat(Checksum.of("CREATE TABLE a (id int);\r\nSELECT 'ä';\n")).isEqualTo(FLYWAYS);
    assertThat(Checksum.of("\uFEFFCREATE TABLE a (id int);\nSELECT 'ä';")).isEqualTo(FLYWAYS);
  }

  private static final int FLYWAYS = 1075428007;

  @Test
  void everyFaultOfAFolderIsToldAtOnce() throws IOException {
    write("migrations/add_tasks.sql", "SELECT 1");
    write("migrations/V1__a.sql", "SELECT '${nothing}'");
    write("migrations/2_b.sql", "SELECT 1;\n-- migrate:up\n");
    write("migrations/V3__c.sql", "SELECT 1");
    write("migrations/3_c.sql", "SELECT 1");

    assertThatThrownBy(() -> read(Map.of()))
        .isInstanceOf(MigrationFileException.class)
        .hasMessageContaining(
            "migrations/add_tasks.sql: a migration's name begins with its version")
        .hasMessageContaining("migrations/V1__a.sql:1:9: no value for the placeholder ${nothing}")
        .hasMessageContaining("migrations/2_b.sql:1:1: this comes before \"-- migrate:up\"")
        .hasMessageContaining("migrations/3_c.sql and migrations/V3__c.sql have the same version");
  }

  @Test
  void aNewMigrationIsNamedAsTheOthersAre() throws IOException {
    Instant now = Instant.parse("2026-11-20T16:45:00Z");
    ProjectFolder folder = new ProjectFolder(project);
    assertThat(NewMigration.write(folder, "Add due date!", now).getFileName())
        .hasToString("20261120164500_add_due_date.sql");
    assertThat(NewMigration.write(folder, "Add due date!", now).getFileName())
        .hasToString("20261120164501_add_due_date.sql");
    write("migrations/V7.1__x.sql", "");
    assertThat(NewMigration.write(folder, "more", now).getFileName()).hasToString("V8__more.sql");
    assertThatThrownBy(() -> NewMigration.write(folder, "?!", now)).hasMessageContaining("no name");
  }

  private List<MigrationFile> read(Map<String, String> environment) {
    return MigrationFolder.read(
        new ProjectFolder(project), new Surroundings(environment, Map.of()));
  }

  private void write(String path, String text) throws IOException {
    Path file = project.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}

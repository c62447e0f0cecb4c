package dev.pgext.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.migrate.MigrationEvent;
import org.junit.jupiter.api.Test;

class MigrationLinesTest {
  @Test
  void oneMigrationIsNotSeveral() {
    assertThat(MigrationLines.line(new MigrationEvent.TakenOver("schema_migrations", 1)))
        .isEqualTo("Taken over from schema_migrations, as applied already: 1 migration");
    assertThat(MigrationLines.line(new MigrationEvent.TakenOver("schema_migrations", 2)))
        .endsWith(": 2 migrations");
  }
}

package dev.pgext.exec;

import static dev.pgext.exec.RequestStatements.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.TestDatabase;
import dev.pgext.pg.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a session's process does with the memory of large answers. */
class BackendMemoryIT {
  /** An answer of 1 MB, as REST has it made. */
  private static final RequestStatements LARGE =
      read(
          "exec_alice",
          "SELECT json_agg(n)::text FROM (SELECT repeat('x', 1000) FROM generate_series(1, 1000)) AS n");

  private static final int PAGES_OF_1_MB = 256;

  /**
   * Memory that was given back is mapped anew page by page, each with a fault. The kernel may add
   * faults of its own, and takes none away.
   */
  @Test
  @EnabledOnOs(OS.LINUX)
  void theMemoryOfALargeAnswerIsKeptForTheNext() throws Exception {
    TestDatabase database = TestPostgres.pg18().createDatabase();
    database.execute(Api.ROLES);
    try (Api api = Api.on(database)) {
      long backend = api.backend();
      for (int warm = 0; warm < 5; warm++) {
        api.run(LARGE);
      }
      long fewest = Long.MAX_VALUE;
      for (int time = 0; time < 5; time++) {
        long before = faults(backend);
        api.run(LARGE);
        fewest = Math.min(fewest, faults(backend) - before);
      }
      assertThat(fewest).isLessThan(PAGES_OF_1_MB);
    }
  }

  /** The tenth field of proc(5)'s stat, after the name, which is in parentheses. */
  private static long faults(long process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[7]);
  }
}

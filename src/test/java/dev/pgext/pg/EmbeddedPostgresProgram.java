package dev.pgext.pg;

import java.io.IOException;
import java.nio.file.Path;

/** A JVM that runs an embedded server until its standard input ends, for tests that kill it. */
final class EmbeddedPostgresProgram {

  private EmbeddedPostgresProgram() {}

  public static void main(String[] arguments) throws IOException {
    EmbeddedPostgresSettings settings =
        EmbeddedPostgresSettings.kept(Path.of(arguments[0]), 0).withParameter("fsync", "off");
    EmbeddedPostgres server = EmbeddedPostgres.start(settings);
    System.out.println(server.jdbcUrl("postgres"));
    System.in.read();
    server.close();
  }
}

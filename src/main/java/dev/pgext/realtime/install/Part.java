package dev.pgext.realtime.install;

import dev.pgext.pg.SqlResource;
import java.util.List;
import java.util.stream.Stream;

/**
 * A schema that is installed, and the scripts that make it, each of which takes it one version
 * further. A script that was released is never changed.
 *
 * @param without what there is not where the schema cannot be installed, for people
 */
record Part(String schema, String without, List<Script> scripts) {

  Part {
    scripts = List.copyOf(scripts);
  }

  /** A script by its file's name. */
  record Script(String name, String sql) {}

  /** What this release installs, in the order of need. */
  static final List<Part> ALL =
      List.of(
          released(
              "pgext",
              "pgext.watch, pgext.emit, gates, pgext.queue and what SQL says to private channels",
              "001_schema",
              "002_server",
              "003_queue",
              "004_messages",
              "005_watch",
              "006_gates",
              "007_allow_server",
              "008_releases",
              "009_jwt"),
          released(
              "realtime",
              "realtime.send and realtime.broadcast_changes do not reach pgext's channels (use"
                  + " pgext.emit)",
              "001_messages"),
          released("auth", "pgext's auth.uid(), auth.role() and auth.jwt()", "001_claims"));

  /** The version after its last script. */
  int version() {
    return scripts.size();
  }

  private static Part released(String schema, String without, String... scripts) {
    return new Part(
        schema,
        without,
        Stream.of(scripts)
            .map(
                name ->
                    new Script(name, SqlResource.read(Part.class, "/sql/" + schema + "/" + name)))
            .toList());
  }
}

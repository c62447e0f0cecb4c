package dev.pgext.realtime.install;

/** What the installer found of a schema, and did about it. */
public sealed interface Finding {

  /** The schema's name. */
  String schema();

  /** It was installed or upgraded, and has this version now. */
  record Installed(String schema, int version) implements Finding {}

  /** It is as it should be. */
  record Current(String schema) implements Finding {}

  /** A newer release of pgext installed it; that is left alone. */
  record Newer(String schema, int version) implements Finding {}

  /**
   * There is a schema of that name which pgext did not install; it is left alone.
   *
   * @param without what there is not because of it, for people
   */
  record Foreign(String schema, String owner, String without) implements Finding {}

  /**
   * The role may not do it.
   *
   * @param reason for people
   * @param by who may run the statement, for people
   * @param statement what must be run, or a hint that has it
   */
  record Forbidden(String schema, String reason, String by, String statement, String without)
      implements Finding {}

  /** It failed for a reason nobody expected, or the database takes no writes. */
  record Failed(String schema, String reason, String without) implements Finding {}
}

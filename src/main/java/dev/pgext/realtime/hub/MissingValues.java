package dev.pgext.realtime.hub;

/** Finds values that the write-ahead log does not have, because they are TOASTed and unchanged. */
@FunctionalInterface
interface MissingValues {

  /** Completes the judgement's new row where the table still has that version of it. */
  void complete(Judgement judgement);
}

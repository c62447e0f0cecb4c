package dev.pgext.plan;

/** What the root of a read tree reads. */
enum ReadScope {
  /** A relation. */
  RELATION,
  /** The rows a mutation returned: filters chose them already, and no range cuts them. */
  MUTATION_RESULT,
  /** The rows a function returned. */
  CALL_RESULT
}

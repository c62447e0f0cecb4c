package dev.pgext.request;

import dev.pgext.pg.QualifiedName;

/** What a method on a path asks for. */
public sealed interface Action {
  /** GET or HEAD of a relation. */
  record ReadRelation(QualifiedName relation, boolean headersOnly) implements Action {}

  /** POST, PATCH, PUT or DELETE of a relation. */
  record MutateRelation(QualifiedName relation, MutationKind kind) implements Action {}

  /** A call of a function. */
  record CallRoutine(QualifiedName routine, CallMethod method) implements Action {}

  /** GET or HEAD of the root: the OpenAPI description. */
  record ReadSchema(String schema, boolean headersOnly) implements Action {}

  /** OPTIONS of a relation. */
  record RelationInfo(QualifiedName relation) implements Action {}

  /** OPTIONS of a function. */
  record RoutineInfo(QualifiedName routine) implements Action {}

  /** OPTIONS of the root. */
  record SchemaInfo() implements Action {}

  /** What a mutation does. */
  enum MutationKind {
    INSERT,
    UPDATE,
    SINGLE_UPSERT,
    DELETE
  }

  /** How a function is called: arguments in the URL, or in the body. */
  enum CallMethod {
    GET,
    HEAD,
    POST
  }
}

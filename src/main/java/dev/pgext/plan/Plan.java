package dev.pgext.plan;

import dev.pgext.catalog.MediaHandler;
import dev.pgext.catalog.MediaType;
import dev.pgext.catalog.Relation;
import dev.pgext.catalog.Routine;
import dev.pgext.pg.QualifiedName;
import dev.pgext.request.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request with every name resolved: what is to be run, and how its result becomes a body. */
public sealed interface Plan {

  /** A plan that reads or writes rows and has a body. */
  sealed interface Rows extends Plan {
    /** What is selected from the source. */
    ReadNode tree();

    /** How the rows become a body. */
    Output output();

    /** Embeds that were named by their relation although they have an alias. */
    List<LegacyName> legacyNames();
  }

  /** GET or HEAD of a relation. */
  record Read(
      QualifiedName relation,
      ReadNode tree,
      Output output,
      boolean headersOnly,
      List<LegacyName> legacyNames)
      implements Rows {}

  /** POST, PATCH, PUT or DELETE of a relation, and the read over what it returns. */
  record Mutate(
      Relation relation,
      Mutation mutation,
      ReadNode tree,
      Output output,
      List<LegacyName> legacyNames)
      implements Rows {}

  /** A function call, and the read over what it returns. */
  record Call(
      RoutineCall call,
      ReadNode tree,
      Output output,
      Action.CallMethod method,
      boolean readOnly,
      List<LegacyName> legacyNames)
      implements Rows {
    /** The function. */
    public Routine routine() {
      return call.routine();
    }
  }

  /** The OpenAPI description of a schema. */
  record Inspect(String schema, boolean headersOnly) implements Plan {}

  /** OPTIONS: answered from the catalog alone. */
  record Options(OptionsTarget target) implements Plan {}

  /** What OPTIONS asks about. */
  sealed interface OptionsTarget {
    /** A relation. */
    record OfRelation(Relation relation) implements OptionsTarget {}

    /** A function. */
    record OfRoutine(Routine routine) implements OptionsTarget {}

    /** The root. */
    record OfSchema() implements OptionsTarget {}
  }

  /** The handler that makes the body and the media type that it is answered as. */
  record Output(MediaHandler handler, MediaType mediaType) {
    /** Whether EXPLAIN's output is the body. */
    public MediaType.@Nullable ExecutionPlan executionPlan() {
      return mediaType instanceof MediaType.ExecutionPlan plan ? plan : null;
    }
  }

  /** An embed named by its relation, and the alias that should have been used. */
  record LegacyName(String relation, String alias) {}
}

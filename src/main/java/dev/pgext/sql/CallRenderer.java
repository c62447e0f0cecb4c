package dev.pgext.sql;

import dev.pgext.catalog.Routine;
import dev.pgext.catalog.Routine.Parameter;
import dev.pgext.pg.QualifiedName;
import dev.pgext.plan.ColumnRef;
import dev.pgext.plan.Mutation.Body;
import dev.pgext.plan.Mutation.BodyColumn;
import dev.pgext.plan.ReadNode.Qualifier;
import dev.pgext.plan.RoutineCall;
import dev.pgext.plan.RoutineCall.Argument;
import dev.pgext.plan.RoutineCall.Arguments;
import dev.pgext.request.Payload;
import java.util.List;

/** Writes a function call as the SELECT whose rows the read tree reads. */
final class CallRenderer {
  /** The column of a function that returns one value; clients see it as the header of CSV. */
  static final String SCALAR = "pgrst_scalar";

  /** What a call's rows are named; clients see it in PostgreSQL's messages about their columns. */
  private static final String CALL = "pgrst_call";

  private static final QualifiedName RECORD = new QualifiedName("pg_catalog", "record");

  private final SqlBuilder out;

  CallRenderer(SqlBuilder out) {
    this.out = out;
  }

  void select(RoutineCall call) {
    Routine routine = call.routine();
    out.sql("SELECT ");
    columns(call);
    out.sql(" FROM ");
    switch (call.arguments()) {
      case Arguments.None none -> invoke(routine, () -> {});
      case Arguments.WholeBody body ->
          invoke(routine, () -> wholeBody(body.parameter(), body.payload()));
      case Arguments.Direct direct ->
          invoke(routine, () -> out.joined(", ", direct.arguments(), this::argument));
      case Arguments.FromJson json -> fromJson(routine, json);
    }
  }

  private void columns(RoutineCall call) {
    if (!call.routine().result().composite()) {
      out.sql(CALL + "." + SCALAR);
    } else if (call.columns().isEmpty()) {
      out.sql(CALL + ".*");
    } else {
      Qualifier qualifier = Qualifier.alias(CALL);
      out.joined(", ", call.columns(), column -> out.column(qualifier, column));
    }
  }

  /**
   * In FROM the call is made whether its value is used or not, so that HEAD reports the same faults
   * as GET. A function that returns record cannot stand there without a column list.
   */
  private void invoke(Routine routine, Runnable arguments) {
    boolean record = !routine.result().composite() && routine.result().type().equals(RECORD);
    out.sql(record ? "(SELECT " : "").name(routine.name()).sql("(");
    arguments.run();
    String column = routine.result().composite() ? "" : "(" + SCALAR + ")";
    out.sql(record ? "))" : ")").sql(" AS " + CALL + column);
  }

  private void wholeBody(Parameter parameter, Payload payload) {
    if (parameter.type().equals("bytea")) {
      out.bind(new Bind.Bytes(payload.bytes()));
    } else {
      out.bind(new Bind.Utf8(payload.bytes())).sql("::" + parameter.type());
    }
  }

  private void argument(Argument argument) {
    Parameter parameter = argument.parameter();
    name(parameter);
    if (argument.values().isEmpty()) {
      out.sql("NULL::" + parameter.callType());
      return;
    }
    String value =
        parameter.variadic() ? ArrayLiteral.of(argument.values()) : argument.values().get(0);
    out.text(value).sql("::" + parameter.callType());
  }

  private void fromJson(Routine routine, Arguments.FromJson json) {
    List<BodyColumn> columns =
        json.parameters().stream()
            .map(p -> new BodyColumn(ColumnRef.unknown(p.name()), p.callType(), null))
            .toList();
    out.sql("(SELECT * FROM ");
    new BodyRows(out).source(new Body(json.payload(), columns, false));
    out.sql(" LIMIT 1) AS " + BodyRows.BODY + ", LATERAL ");
    invoke(routine, () -> out.joined(", ", json.parameters(), this::bodyArgument));
  }

  private void bodyArgument(Parameter parameter) {
    name(parameter);
    out.column(Qualifier.alias(BodyRows.BODY), parameter.name());
  }

  private void name(Parameter parameter) {
    out.sql(parameter.variadic() ? "VARIADIC " : "").name(parameter.name()).sql(" := ");
  }
}

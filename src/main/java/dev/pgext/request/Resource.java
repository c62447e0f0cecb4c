package dev.pgext.request;

import dev.pgext.config.Config;
import dev.pgext.config.OpenApiMode;
import dev.pgext.error.RequestError;
import dev.pgext.pg.QualifiedName;
import dev.pgext.request.Action.CallMethod;
import dev.pgext.request.Action.CallRoutine;
import dev.pgext.request.Action.MutateRelation;
import dev.pgext.request.Action.MutationKind;
import dev.pgext.request.Action.ReadRelation;
import dev.pgext.request.Action.ReadSchema;
import dev.pgext.request.Action.RelationInfo;
import dev.pgext.request.Action.RoutineInfo;
import dev.pgext.request.Action.SchemaInfo;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What a path names, and what a method does with it. */
sealed interface Resource {
  /** {@code /name}. */
  record RelationResource(String name) implements Resource {}

  /** {@code /rpc/name}. */
  record RoutineResource(String name) implements Resource {}

  /** {@code /}. */
  record SchemaResource() implements Resource {}

  /** The resource at a path whose parts are still percent-encoded. */
  static Resource at(String path, Config config) {
    List<String> parts = parts(path);
    if (parts.isEmpty()) {
      return root(config);
    }
    if (parts.size() == 1) {
      return new RelationResource(parts.get(0));
    }
    if (parts.size() == 2 && parts.get(0).equals("rpc")) {
      return new RoutineResource(parts.get(1));
    }
    throw new RequestError.InvalidPath().asException();
  }

  /** What {@code method} does with this. */
  default Action action(String method, String schema) {
    return switch (this) {
      case RelationResource relation ->
          relationAction(method, new QualifiedName(schema, relation.name()));
      case RoutineResource routine ->
          routineAction(method, new QualifiedName(schema, routine.name()));
      case SchemaResource root -> schemaAction(method, schema);
    };
  }

  private static Resource root(Config config) {
    if (config.openApi().mode() == OpenApiMode.DISABLED) {
      throw new RequestError.OpenApiDisabled().asException();
    }
    QualifiedName routine = config.database().rootSpec();
    return routine == null ? new SchemaResource() : new RoutineResource(routine.name());
  }

  private static List<String> parts(String path) {
    String relative = path.startsWith("/") ? path.substring(1) : path;
    if (relative.isEmpty()) {
      return List.of();
    }
    return Arrays.stream(relative.split("/", -1)).map(Resource::decode).toList();
  }

  private static String decode(String part) {
    return new String(PercentEncoding.decode(part), StandardCharsets.UTF_8);
  }

  private static Action relationAction(String method, QualifiedName relation) {
    return switch (method) {
      case "GET" -> new ReadRelation(relation, false);
      case "HEAD" -> new ReadRelation(relation, true);
      case "POST" -> new MutateRelation(relation, MutationKind.INSERT);
      case "PUT" -> new MutateRelation(relation, MutationKind.SINGLE_UPSERT);
      case "PATCH" -> new MutateRelation(relation, MutationKind.UPDATE);
      case "DELETE" -> new MutateRelation(relation, MutationKind.DELETE);
      case "OPTIONS" -> new RelationInfo(relation);
      default -> throw new RequestError.UnsupportedMethod(method).asException();
    };
  }

  private static Action routineAction(String method, QualifiedName routine) {
    return switch (method) {
      case "GET" -> new CallRoutine(routine, CallMethod.GET);
      case "HEAD" -> new CallRoutine(routine, CallMethod.HEAD);
      case "POST" -> new CallRoutine(routine, CallMethod.POST);
      case "OPTIONS" -> new RoutineInfo(routine);
      default -> throw new RequestError.InvalidRpcMethod(method).asException();
    };
  }

  private static Action schemaAction(String method, String schema) {
    return switch (method) {
      case "GET" -> new ReadSchema(schema, false);
      case "HEAD" -> new ReadSchema(schema, true);
      case "OPTIONS" -> new SchemaInfo();
      default -> throw new RequestError.UnsupportedMethod(method).asException();
    };
  }
}

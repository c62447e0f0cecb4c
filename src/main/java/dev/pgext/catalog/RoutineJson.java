package dev.pgext.catalog;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Routines in a dump. */
final class RoutineJson {
  private RoutineJson() {}

  static ObjectNode routine(Routine routine) {
    ObjectNode json =
        Json.object()
            .put("pdSchema", routine.name().schema())
            .put("pdName", routine.name().name())
            .put("pdDescription", routine.description())
            .put("pdVolatility", volatility(routine.volatility()))
            .put("pdHasVariadic", routine.variadic())
            .put("pdIsoLvl", isolationLevel(routine.isolationLevel()));
    json.set("pdParams", Json.list(routine.parameters(), RoutineJson::parameter));
    json.set("pdReturnType", result(routine.result()));
    json.set(
        "pdFuncSettings",
        Json.list(
            routine.settings(),
            setting -> Json.array(Json.text(setting.name()), Json.text(setting.value()))));
    return json;
  }

  private static ObjectNode parameter(Routine.Parameter parameter) {
    return Json.object()
        .put("ppName", parameter.name())
        .put("ppType", parameter.type())
        .put("ppTypeMaxLength", parameter.callType())
        .put("ppReq", parameter.required())
        .put("ppVar", parameter.variadic());
  }

  private static ObjectNode result(Routine.Result result) {
    ObjectNode name = Json.name(result.type());
    ObjectNode type =
        result.composite()
            ? Json.tag("Composite", Json.array(name, BooleanNode.valueOf(result.domain())))
            : Json.tag("Scalar", name);
    return Json.tag(result.setOf() ? "SetOf" : "Single", type);
  }

  private static String volatility(Routine.Volatility volatility) {
    return switch (volatility) {
      case VOLATILE -> "Volatile";
      case STABLE -> "Stable";
      case IMMUTABLE -> "Immutable";
    };
  }

  private static @Nullable String isolationLevel(@Nullable String level) {
    if (level == null) {
      return null;
    }
    return switch (level) {
      case "serializable" -> "Serializable";
      case "repeatable read" -> "RepeatableRead";
      default -> "ReadCommitted";
    };
  }
}

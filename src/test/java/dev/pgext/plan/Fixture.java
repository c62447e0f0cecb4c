package dev.pgext.plan;

import static dev.pgext.plan.CatalogBuilder.name;
import static dev.pgext.plan.CatalogBuilder.optional;
import static dev.pgext.plan.CatalogBuilder.required;
import static dev.pgext.plan.CatalogBuilder.scalar;
import static dev.pgext.plan.CatalogBuilder.setOf;
import static dev.pgext.plan.CatalogBuilder.single;
import static dev.pgext.plan.CatalogBuilder.table;
import static dev.pgext.plan.CatalogBuilder.variadic;

import dev.pgext.catalog.Catalog;
import dev.pgext.catalog.MediaHandler;
import dev.pgext.catalog.MediaHandlers.Resolved;
import dev.pgext.catalog.MediaType;
import dev.pgext.catalog.Routine.Volatility;
import dev.pgext.config.Config;
import dev.pgext.config.ConfigLoader;
import dev.pgext.config.ConfigSources;
import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import dev.pgext.error.Header;
import dev.pgext.request.RawRequest;
import dev.pgext.request.RequestParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A catalog of projects, clients and tasks, and requests planned against it. */
final class Fixture {
  private static final Catalog CATALOG = functions(relations(new CatalogBuilder())).build();

  private final Map<String, String> settings;
  private final List<Header> headers;
  private final String body;

  private Fixture(Map<String, String> settings, List<Header> headers, String body) {
    this.settings = settings;
    this.headers = headers;
    this.body = body;
  }

  static Fixture fixture() {
    return new Fixture(Map.of("db-schemas", CatalogBuilder.SCHEMA), List.of(), "");
  }

  private static CatalogBuilder relations(CatalogBuilder catalog) {
    return catalog
        .relation("clients", "id! integer", "name text")
        .relation(
            "projects",
            "id! integer nextval('projects_id_seq')",
            "name text",
            "client_id integer",
            "data jsonb",
            "words tsvector",
            "label labels")
        .relation("tasks", "id! integer", "name text", "project_id integer")
        .relation("users", "id! integer", "name text")
        .relation("users_tasks", "user_id! integer", "task_id! integer")
        .relation("details", "project_id! integer", "note text")
        .relation("employees", "id! integer", "boss integer", "mentor integer")
        .relation("messages", "id! integer", "sender integer", "recipient integer")
        .relation("people", "id! integer", "name text")
        .relation("todos", "id! integer", "color test.color", "due date")
        .relation("logs", "line text")
        .manyToOne("projects_client_id_fkey", "projects", "client_id", "clients")
        .manyToOne("tasks_project_id_fkey", "tasks", "project_id", "projects")
        .oneToOne("details_project_id_fkey", "details", "project_id", "projects")
        .manyToOne("employees_boss_fkey", "employees", "boss", "employees")
        .manyToOne("employees_mentor_fkey", "employees", "mentor", "employees")
        .manyToOne("messages_sender_fkey", "messages", "sender", "people")
        .manyToOne("messages_recipient_fkey", "messages", "recipient", "people")
        .manyToMany("users", "user_id", "tasks", "task_id")
        .computed("computed_client", "projects", "clients", true)
        .computed("computed_tasks", "projects", "tasks", false)
        .computedField("projects", "upper_name", "text")
        .representation("test.color", "json", "color_to_json")
        .representation("json", "test.color", "color_from_json")
        .representation("text", "test.color", "color_from_text")
        .handler(
            "logs",
            new MediaType.Other("text/log"),
            new Resolved(
                new MediaHandler.Custom(name("log_agg"), name("logs")),
                new MediaType.Other("text/log")));
  }

  private static CatalogBuilder functions(CatalogBuilder catalog) {
    return catalog
        .routine("now_text", Volatility.STABLE, scalar("text"))
        .routine(
            "add",
            Volatility.IMMUTABLE,
            scalar("int4"),
            required("a", "integer"),
            required("b", "integer"))
        .routine(
            "search",
            Volatility.STABLE,
            setOf("projects"),
            required("term", "text"),
            optional("page", "integer"))
        .routine("create_project", Volatility.VOLATILE, single("projects"), optional("n", "text"))
        .routine("many", Volatility.VOLATILE, setOf("projects"))
        .routine("report", Volatility.STABLE, table("total bigint", "tags jsonb"))
        .routine("sum_all", Volatility.STABLE, scalar("int4"), variadic("v", "integer[]"))
        .routine("echo", Volatility.VOLATILE, scalar("json"), required("", "json"))
        .routine("shout", Volatility.VOLATILE, scalar("text"), required("", "text"))
        .routine("twice", Volatility.STABLE, scalar("int4"), required("x", "integer"))
        .routine("twice", Volatility.STABLE, scalar("text"), required("x", "text"));
  }

  /** The same with a setting. */
  Fixture with(String setting, String value) {
    Map<String, String> changed = new HashMap<>(settings);
    changed.put(setting, value);
    return new Fixture(changed, headers, body);
  }

  /** The same with a header. */
  Fixture header(String name, String value) {
    List<Header> changed = new ArrayList<>(headers);
    changed.add(new Header(name, value));
    return new Fixture(settings, changed, body);
  }

  /** The same with a body. */
  Fixture body(String text) {
    return new Fixture(settings, headers, text);
  }

  /** The plan of a method and a path with its query string. */
  Plan plan(String method, String target) {
    Config config = ConfigLoader.load(ConfigSources.ofOverrides(settings)).config();
    String[] parts = target.split("\\?", 2);
    RawRequest raw =
        new RawRequest(
            method,
            parts[0],
            parts.length > 1 ? parts[1] : "",
            headers,
            body.getBytes(StandardCharsets.UTF_8));
    return new Planner(config, CATALOG).plan(new RequestParser(config).parse(raw));
  }

  /** The read tree of a GET, as text. */
  String read(String target) {
    return PlanText.of(((Plan.Rows) plan("GET", target)).tree());
  }

  /** The fault of a request. */
  ApiError fault(String method, String target) {
    try {
      throw new AssertionError("planned: " + plan(method, target));
    } catch (ApiException e) {
      return e.error();
    }
  }
}

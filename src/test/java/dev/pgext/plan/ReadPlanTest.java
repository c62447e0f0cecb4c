package dev.pgext.plan;

import static dev.pgext.plan.Fixture.fixture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.request.RowRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReadPlanTest {
  private static final Fixture AGGREGATES = fixture().with("db-aggregates-enabled", "true");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /projects | projects{*}
          /projects?select=id,n:name::text | projects{id, n:name::text}
          /projects?select=data->a->>b,data->0 | projects{b:data->a->>b, data:data->0}
          /projects?select=name->a | projects{a:to_jsonb(name)->a}
          /projects?select=id.sum()::text,count() | projects{id.SUM()::text, *.COUNT()}
          /projects?select=*,count() | projects{id, name, client_id, data, words, label, *.COUNT()}
          /projects?select= | projects{}
          /todos | todos{id, color:color_to_json(color), due}
          /todos?select=c:color | todos{c:color_to_json(color)}
          /projects?id=eq.1&or=(name.is.null,not.and(id.gt.1,id.lt.9)) | projects{*} where (name Is or not (id Quantified and id Quantified)) and id Quantified
          /projects?words=fts.x&name=not.fts.x | projects{*} where words FullText and not tsvector name FullText
          /todos?select=id&color=eq.red | todos{id} where color_from_text(color) Quantified
          /projects?order=name.desc.nullslast,data->x | projects{*} order name DESC nulls LAST, data->x
          /projects?order=id&order=name | projects{*} order id
          /projects?limit=2&offset=4 | projects{*} limit 2 offset 4
          """)
  void aRelationIsSelected(String target, String plan) {
    assertThat(AGGREGATES.read(target)).isEqualTo(plan);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /projects?select=id,clients(name) | projects{id, clients: object projects_clients_1 <- clients clients_1{name} on clients_1.id=projects.client_id}
          /projects?select=c:client_id(id) | projects{c: object projects_c_1 <- clients clients_1{id} on clients_1.id=projects.client_id}
          /projects?select=projects_client_id_fkey(id) | projects{projects_client_id_fkey: object projects_projects_client_id_fkey_1 <- clients clients_1{id} on clients_1.id=projects.client_id}
          /projects?select=clients!client_id!inner(id) | projects{clients: inner object projects_clients_1 <- clients clients_1{id} on clients_1.id=projects.client_id}
          /projects?select=details(note) | projects{details: object projects_details_1 <- details details_1{note} on details_1.project_id=projects.id}
          /clients?select=projects(tasks(name)) | clients{projects: array clients_projects_1 <- projects projects_1{tasks: array projects_tasks_2 <- tasks tasks_2{name} on tasks_2.project_id=projects_1.id} on projects_1.client_id=clients.id}
          /clients?select=projects() | clients{projects: hidden array clients_projects_1 <- projects projects_1{} on projects_1.client_id=clients.id}
          /users?select=tasks(name,projects(id)) | users{tasks: array users_tasks_1 <- tasks x users_tasks{name, projects: object tasks_projects_2 <- projects projects_2{id} on projects_2.id=tasks.project_id} on users_tasks.task_id=tasks.id and users_tasks.user_id=users.id}
          /projects?select=computed_client(id) | projects{computed_client: object projects_computed_client_1 <- computed_client(projects) clients_1{id}}
          /projects?select=computed_tasks(id) | projects{computed_tasks: array projects_computed_tasks_1 <- computed_tasks(projects) tasks_1{id}}
          /employees?select=employees!boss(id) | employees{employees: array employees_employees_1 <- employees employees_1{id} on employees_1.boss=employees.id}
          /employees?select=mentor(id) | employees{mentor: object employees_mentor_1 <- employees employees_1{id} on employees_1.id=employees.mentor}
          /messages?select=people!messages_sender_fkey(id) | messages{people: object messages_people_1 <- people people_1{id} on people_1.id=messages.sender}
          """)
  void anEmbedIsLinkedByItsRelationship(String target, String plan) {
    assertThat(fixture().read(target)).isEqualTo(plan);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /projects?select=id,...clients(name) | projects{id, clients: one(name) projects_clients_1 <- clients clients_1{name} on clients_1.id=projects.client_id}
          /projects?select=id,...clients(*) | projects{id, clients: one(*) projects_clients_1 <- clients clients_1{*} on clients_1.id=projects.client_id}
          /clients?select=...projects(name)&projects.order=id.desc,data->x | clients{projects: many(name order clients_projects_1_id_1 DESC, clients_projects_1_data_2) clients_projects_1 <- projects projects_1{name, clients_projects_1_id_1:id, clients_projects_1_data_2:data->x} on projects_1.client_id=clients.id}
          /projects?select=...tasks(*) | projects{tasks: many(id, name, project_id) projects_tasks_1 <- tasks tasks_1{id, name, project_id} on tasks_1.project_id=projects.id}
          """)
  void aSpreadHandsItsColumnsOut(String target, String plan) {
    assertThat(fixture().read(target)).isEqualTo(plan);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /tasks?select=name,...projects(client_id,...clients(total:id.sum()::text)) | tasks{name, projects: one(client_id, total:total.SUM()::text) tasks_projects_1 <- projects projects_1{client_id, clients: one(total) projects_clients_2 <- clients clients_2{total:id} on clients_2.id=projects_1.client_id} on projects_1.id=tasks.project_id}
          /projects?select=id,...clients(count()) | projects{id, clients: one(count:count.COUNT()) projects_clients_1 <- clients clients_1{count:row} on clients_1.id=projects.client_id}
          /tasks?select=*,...projects(count()) | tasks{*, projects: one(count:count.COUNT()) tasks_projects_1 <- projects projects_1{count:row} on projects_1.id=tasks.project_id}
          /projects?select=clients(id.max()) | projects{clients: object projects_clients_1 <- clients clients_1{id.MAX()} on clients_1.id=projects.client_id}
          """)
  void anAggregateInAToOneSpreadIsHoistedToTheOutermostRow(String target, String plan) {
    assertThat(AGGREGATES.read(target)).isEqualTo(plan);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /projects?select=id,clients(id)&clients.name=eq.x&clients.order=id&clients.limit=1 | projects{id, clients: object projects_clients_1 <- clients clients_1{id} where name Quantified on clients_1.id=projects.client_id order id limit 1}
          /projects?select=id,clients(id)&clients(.limit=1&"clients".offset=2 | projects{id, clients: object projects_clients_1 <- clients clients_1{id} on clients_1.id=projects.client_id offset 2}
          /projects?select=id,c:clients(id)&c.or=(id.eq.1,id.eq.2) | projects{id, c: object projects_c_1 <- clients clients_1{id} where (id Quantified or id Quantified) on clients_1.id=projects.client_id}
          /clients?select=id,projects(id,tasks(id))&projects.tasks.id=eq.1 | clients{id, projects: array clients_projects_1 <- projects projects_1{id, tasks: array projects_tasks_2 <- tasks tasks_2{id} where id Quantified on tasks_2.project_id=projects_1.id} on projects_1.client_id=clients.id}
          /projects?select=id,clients(id)&clients=is.null&or=(clients.not.is.null,id.eq.1) | projects{id, clients: object projects_clients_1 <- clients clients_1{id} on clients_1.id=projects.client_id} where (projects_clients_1 is not empty or id Quantified) and projects_clients_1 is empty
          /projects?select=id,c:clients(id)&c=not.is.null | projects{id, c: object projects_c_1 <- clients clients_1{id} on clients_1.id=projects.client_id} where projects_c_1 is not empty
          /projects?select=id,clients(id)&order=clients(name).desc | projects{id, clients: object projects_clients_1 <- clients clients_1{id} on clients_1.id=projects.client_id} order projects_clients_1.name DESC
          """)
  void filtersOrdersAndRangesReachTheEmbedTheySpeakOf(String target, String plan) {
    assertThat(fixture().read(target)).isEqualTo(plan);
  }

  @ParameterizedTest
  @CsvSource({"ctid, tid", "xmin, xid", "cmin, cid", "xmax, xid", "cmax, cid", "tableoid, oid"})
  void aSystemColumnIsComparedAsTheTypeThatItHas(String column, String type) {
    Plan.Rows plan = (Plan.Rows) fixture().plan("GET", "/projects?" + column + "=eq.1");

    Condition.Compare compare = (Condition.Compare) plan.tree().where().get(0);
    assertThat(compare.column().type().nominal()).isEqualTo(type);
  }

  @Test
  void theRelationsNameStillReachesAnEmbedWithAnAliasWhereLegacyNamesAreOn() {
    Plan.Rows plan =
        (Plan.Rows)
            fixture()
                .with("url-use-legacy-target-names", "true")
                .plan("GET", "/projects?select=id,c:clients(id)&clients.id=eq.1");

    assertThat(plan.legacyNames()).containsExactly(new Plan.LegacyName("clients", "c"));
    assertThat(PlanText.of(plan.tree())).contains("where id Quantified");
  }

  @Test
  void anEmbedThatTheUrlSpeaksOfComesBeforeItsSiblings() {
    assertThat(
            fixture()
                .with("url-use-legacy-target-names", "true")
                .read(
                    "/clients?select=projects(id),p:projects(name)&projects.order=id&p.order=name"))
        .isEqualTo(
            "clients{p: array clients_p_1 <- projects projects_1{name} on"
                + " projects_1.client_id=clients.id order id, projects: array clients_projects_1 <-"
                + " projects projects_1{id} on projects_1.client_id=clients.id}");
  }

  @Test
  void noPartOfAReadHasMoreRowsThanTheConfigurationAllows() {
    assertThat(
            fixture()
                .with("db-max-rows", "3")
                .read("/clients?select=projects(id)&limit=9&projects.limit=2"))
        .endsWith("on projects_1.client_id=clients.id limit 2} limit 3");
  }

  @Test
  void typesOfColumnsAndComputedFieldsComeFromTheCatalog() {
    ReadNode tree =
        ((Plan.Rows) fixture().plan("GET", "/projects?select=id,upper_name,nope&upper_name=eq.X"))
            .tree();

    assertThat(tree.select())
        .extracting(column -> column.column().type())
        .extracting(type -> type == null ? "unknown" : type.nominal())
        .containsExactly("integer", "text", "unknown");
    assertThat(((Condition.Compare) tree.where().getFirst()).column().type())
        .isEqualTo(CatalogBuilder.type("text"));
  }

  @Test
  void theRangeHeaderCutsTheRoot() {
    Plan.Rows plan =
        (Plan.Rows) fixture().header("Range", "2-4").plan("GET", "/projects?select=id");

    assertThat(plan.tree().range()).isEqualTo(new RowRange(2, 3L));
  }
}

package dev.pgext.realtime.visibility;

import dev.pgext.error.ApiError;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.sql.SqlFragment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The questions of one viewer about one condition. Images that are equal in what the condition
 * reads are asked about once; those that lack some of it are hidden. Confined to one thread.
 */
final class QuestionGroup {
  private final SqlFragment setup;
  private final RowQuery query;
  private final TableShape table;

  /** By the values that are asked about: the places of the questions. */
  private final Map<List<@Nullable String>, List<Integer>> places = new LinkedHashMap<>();

  QuestionGroup(SqlFragment setup, RowQuery query, TableShape table) {
    this.setup = setup;
    this.query = query;
    this.table = table;
  }

  void add(Question question, int place) {
    if (query.isAnswerable(question.image())) {
      places
          .computeIfAbsent(query.values(question.image()), values -> new ArrayList<>())
          .add(place);
    }
  }

  /** Whether it asks about one image only. */
  boolean isSingle() {
    return places.size() == 1;
  }

  /** Two that together ask what this one does. */
  List<QuestionGroup> halves() {
    List<QuestionGroup> halves =
        List.of(new QuestionGroup(setup, query, table), new QuestionGroup(setup, query, table));
    int image = 0;
    for (Map.Entry<List<@Nullable String>, List<Integer>> asked : places.entrySet()) {
      halves.get(2 * image / places.size()).places.put(asked.getKey(), asked.getValue());
      image++;
    }
    return halves;
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  TableShape table() {
    return table;
  }

  SqlFragment setup() {
    return setup;
  }

  SqlFragment query() {
    return query.over(List.copyOf(places.keySet()));
  }

  /** The text of both. */
  String statements() {
    return setup.text() + query.template().text();
  }

  void answer(Map<Long, Long> answers, Decision[] decisions) {
    Decision visible = new Decision.Visible();
    int image = 0;
    for (List<Integer> asked : places.values()) {
      long bits = answers.getOrDefault((long) (image / RowQuery.ANSWERS), 0L);
      if ((bits >> (image % RowQuery.ANSWERS) & 1) == 1) {
        asked.forEach(place -> decisions[place] = visible);
      }
      image++;
    }
  }

  void fail(ApiError error, Decision[] decisions) {
    Decision failed = new Decision.Failed(error);
    places.values().forEach(asked -> asked.forEach(place -> decisions[place] = failed));
  }
}

package dev.pgext.realtime.visibility;

import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import dev.pgext.error.DatabaseError;
import dev.pgext.error.UnavailableError;
import dev.pgext.exec.ConnectionPool;
import dev.pgext.exec.DatabaseErrors;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.row.RowRule;
import dev.pgext.realtime.visibility.SqlTokens.UnreadableException;
import dev.pgext.realtime.visibility.ViewerTransaction.Results;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks PostgreSQL about many images and viewers at once: each viewer is a transaction of its own in
 * one string of statements, so that nothing one viewer's policy does is seen by another's. When one
 * raises, they are asked one by one, so the others get their answers and a slow one is waited for
 * twice at most; and then the images of the one that raises, in halves. Thread-safe.
 */
final class BatchDecider {
  /** So few that pgjdbc does not divide a script: it does so at about 250 statements. */
  private static final int LARGEST_SCRIPT = 64;

  private static final int SCRIPT_STEP = 4;
  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String CANCELED = "57014";

  /** Errors of one viewer's images, after which those that are still together fail together. */
  private static final int MOST_ERRORS = 20;

  private static final String DENIED_SCHEMA = "permission denied for schema ";
  private static final Pattern NAMES_ONLY =
      Pattern.compile("permission denied for (schema|table|view|function) \\w+");

  private final ConnectionPool pool;
  private final Supplier<ViewerSettings> settings;
  private final BiFunction<TableShape, Viewer, RoleRule> rules;

  BatchDecider(
      ConnectionPool pool,
      Supplier<ViewerSettings> settings,
      BiFunction<TableShape, Viewer, RoleRule> rules) {
    this.pool = pool;
    this.settings = settings;
    this.rules = rules;
  }

  private record GroupKey(Viewer viewer, int table, long generation, RowRule.Sql rule) {
    static GroupKey of(Question question) {
      TableShape table = question.table();
      return new GroupKey(question.viewer(), table.oid(), table.generation(), question.rule());
    }
  }

  /** The answers, in the questions' order. */
  List<Decision> decide(List<Question> questions) {
    Decision[] decisions = new Decision[questions.size()];
    Arrays.fill(decisions, new Decision.Hidden());
    Map<GroupKey, QuestionGroup> groups = new LinkedHashMap<>();
    for (int index = 0; index < decisions.length; index++) {
      Question question = questions.get(index);
      try {
        groups.computeIfAbsent(GroupKey.of(question), key -> group(question)).add(question, index);
      } catch (ApiException unanswerable) {
        decisions[index] = new Decision.Failed(available(unanswerable));
      }
    }
    List<QuestionGroup> asked = groups.values().stream().filter(group -> !group.isEmpty()).toList();
    if (!asked.isEmpty()) {
      ask(asked, decisions);
    }
    return List.of(decisions);
  }

  /** The error; that the database cannot be asked is nobody's fault in particular. */
  private static ApiError available(ApiException failure) {
    if (failure.error() instanceof UnavailableError) {
      throw failure;
    }
    return failure.error();
  }

  private QuestionGroup group(Question question) {
    ViewerSettings current = settings.get();
    TableShape table = question.table();
    RoleRule rule = rules.apply(table, question.viewer());
    try {
      return new QuestionGroup(
          ViewerSetup.of(current, question.viewer(), table.name().schema()),
          rule.query(question.rule()),
          table);
    } catch (UnreadableException unreadable) {
      throw RoleRule.unsupported("A condition on the rows of " + table.name() + " cannot be read");
    }
  }

  private void ask(List<QuestionGroup> groups, Decision[] decisions) {
    pool.use(
        connection -> {
          for (List<QuestionGroup> alike : alike(groups)) {
            inScripts(connection, alike, decisions);
          }
          return decisions;
        });
  }

  /** Groups with the same statements: their scripts repeat, so PostgreSQL prepares them once. */
  private static Iterable<List<QuestionGroup>> alike(List<QuestionGroup> groups) {
    Map<String, List<QuestionGroup>> alike = new LinkedHashMap<>();
    for (QuestionGroup group : groups) {
      alike.computeIfAbsent(group.statements(), text -> new ArrayList<>()).add(group);
    }
    return alike.values();
  }

  /** In few sizes, so that there are few different scripts. */
  private static void inScripts(
      Connection connection, List<QuestionGroup> groups, Decision[] decisions) throws SQLException {
    int from = 0;
    int size = LARGEST_SCRIPT;
    while (from < groups.size()) {
      while (size > groups.size() - from) {
        size /= SCRIPT_STEP;
      }
      inScript(connection, groups.subList(from, from + size), decisions);
      from += size;
    }
  }

  private static void inScript(
      Connection connection, List<QuestionGroup> groups, Decision[] decisions) throws SQLException {
    ApiError error = error(connection, groups, decisions);
    if (error != null && groups.size() == 1) {
      inHalves(connection, new Raising(groups.get(0), error), decisions);
    } else if (error != null) {
      for (QuestionGroup group : groups) {
        inScript(connection, List.of(group), decisions);
      }
    }
  }

  private record Raising(QuestionGroup group, ApiError error) {
    boolean isIndivisible() {
      return group.isSingle() || error.code().equals(CANCELED);
    }
  }

  /** An image that raises takes no other's answer with it. */
  private static void inHalves(Connection connection, Raising whole, Decision[] decisions)
      throws SQLException {
    Deque<Raising> raising = new ArrayDeque<>(List.of(whole));
    int errors = 1;
    while (!raising.isEmpty()) {
      Raising next = raising.pop();
      if (next.isIndivisible() || errors > MOST_ERRORS) {
        next.group().fail(raised(next.error(), next.group().table()), decisions);
        continue;
      }
      for (QuestionGroup half : next.group().halves()) {
        ApiError error = error(connection, List.of(half), decisions);
        if (error != null) {
          errors++;
          raising.push(new Raising(half, error));
        }
      }
    }
  }

  /** Asks; null where that raised nothing. */
  private static @Nullable ApiError error(
      Connection connection, List<QuestionGroup> groups, Decision[] decisions) throws SQLException {
    try {
      run(connection, groups, decisions);
      return null;
    } catch (SQLException failure) {
      ApiError error = DatabaseErrors.of(failure, false);
      if (error instanceof UnavailableError) {
        throw failure;
      }
      return error;
    }
  }

  /** What PostgreSQL says may quote the row, which its reader may not see; but for its names. */
  private static ApiError raised(ApiError error, TableShape table) {
    boolean namesOnly =
        error.code().equals(INSUFFICIENT_PRIVILEGE)
            && NAMES_ONLY.matcher(error.message()).matches();
    String message = "A condition on the rows of " + table.name() + " raised an error";
    return new DatabaseError.Raised(
        error.status(),
        error.code(),
        namesOnly ? message + ": " + error.message() : message,
        null,
        error.message().startsWith(DENIED_SCHEMA)
            ? "Grant USAGE on the schema to the role: a SELECT does not need it for what policies"
                + " refer to, but their evaluation outside of the table does."
            : "A SELECT of the rows as the same user shows PostgreSQL's message.");
  }

  private static void run(Connection connection, List<QuestionGroup> groups, Decision[] decisions)
      throws SQLException {
    ViewerTransaction script = new ViewerTransaction();
    for (QuestionGroup group : groups) {
      if (group != groups.get(0)) {
        script.next();
      }
      script.add(group.setup()).add(group.query());
    }
    List<Map<Long, Long>> answers =
        script.run(connection, results -> answers(results, groups.size()));
    for (int index = 0; index < groups.size(); index++) {
      groups.get(index).answer(answers.get(index), decisions);
    }
  }

  private record Answers(long place, long bits) {}

  private static List<Map<Long, Long>> answers(Results results, int groups) throws SQLException {
    List<Map<Long, Long>> answers = new ArrayList<>(groups);
    for (int group = 0; group < groups; group++) {
      results.skip();
      Map<Long, Long> bits = new HashMap<>();
      results
          .rows(row -> new Answers(row.getLong(1), row.getLong(2)))
          .forEach(some -> bits.put(some.place(), some.bits()));
      answers.add(bits);
    }
    return answers;
  }
}

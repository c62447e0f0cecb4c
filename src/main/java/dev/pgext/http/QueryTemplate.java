package dev.pgext.http;

import dev.pgext.request.Payload;
import dev.pgext.sql.Bind;
import dev.pgext.sql.SqlFragment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query in which some parameters are a request's plain values or its body.
 *
 * @param sources for each parameter the place of its value among a shape's values; {@link #BODY}
 *     where it is the body, {@link #CONSTANT} where it is always the same
 */
record QueryTemplate(SqlFragment query, List<Integer> sources) {
  private static final int CONSTANT = -1;
  private static final int BODY = -2;

  QueryTemplate {
    sources = List.copyOf(sources);
  }

  /**
   * Finds the values in a query by comparing it with the one made of other values. Keeps nothing of
   * the first.
   *
   * @return null where the two differ in more than those parameters
   */
  static @Nullable QueryTemplate of(Sample sample, Sample probe) {
    List<Bind> parameters = sample.query().parameters();
    List<Bind> others = probe.query().parameters();
    if (!sample.query().text().equals(probe.query().text()) || parameters.size() != others.size()) {
      return null;
    }
    List<Integer> sources = new ArrayList<>(parameters.size());
    for (int index = 0; index < parameters.size(); index++) {
      int source = probe.source(others.get(index));
      boolean understood =
          source == CONSTANT
              ? same(parameters.get(index), others.get(index))
              : sample.gives(source, parameters.get(index));
      if (!understood) {
        return null;
      }
      sources.add(source);
    }
    return new QueryTemplate(probe.query(), sources);
  }

  /** Whether every value is somewhere among the parameters. */
  boolean uses(int values) {
    for (int place = 0; place < values; place++) {
      if (!sources.contains(place)) {
        return false;
      }
    }
    return true;
  }

  /** The query with these values, and this body if it has one. */
  SqlFragment with(List<String> values, @Nullable Payload body) {
    List<Bind> parameters = new ArrayList<>(query.parameters());
    for (int index = 0; index < parameters.size(); index++) {
      int source = sources.get(index);
      if (source == BODY && body != null) {
        parameters.set(index, filled(parameters.get(index), body));
      } else if (source >= 0) {
        parameters.set(index, new Bind.Text(values.get(source)));
      }
    }
    return new SqlFragment(query.text(), parameters);
  }

  private static Bind filled(Bind parameter, Payload body) {
    return parameter instanceof Bind.Bytes
        ? new Bind.Bytes(body.bytes())
        : new Bind.Utf8(body.bytes());
  }

  private static boolean same(Bind one, Bind other) {
    return switch (one) {
      case Bind.Text text -> text.equals(other);
      case Bind.Bigint number -> number.equals(other);
      case Bind.Utf8 text ->
          other instanceof Bind.Utf8 second && Arrays.equals(text.value(), second.value());
      case Bind.Bytes bytes ->
          other instanceof Bind.Bytes second && Arrays.equals(bytes.value(), second.value());
    };
  }

  /** A query, and the values and the body of the request that it was made for. */
  record Sample(SqlFragment query, List<String> values, @Nullable Payload body) {
    private int source(Bind parameter) {
      if (isBody(parameter)) {
        return BODY;
      }
      return parameter instanceof Bind.Text text ? values.indexOf(text.value()) : CONSTANT;
    }

    private boolean gives(int source, Bind parameter) {
      return source == BODY
          ? isBody(parameter)
          : new Bind.Text(values.get(source)).equals(parameter);
    }

    private boolean isBody(Bind parameter) {
      if (body == null) {
        return false;
      }
      return switch (parameter) {
        case Bind.Utf8 text -> Arrays.equals(text.value(), body.bytes());
        case Bind.Bytes bytes -> Arrays.equals(bytes.value(), body.bytes());
        case Bind.Text text -> false;
        case Bind.Bigint number -> false;
      };
    }
  }
}

package dev.pgext.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pgext.error.ApiException;
import dev.pgext.http.QueryTemplate.Sample;
import dev.pgext.plan.Plan;
import dev.pgext.plan.Planner;
import dev.pgext.request.ApiRequest;
import dev.pgext.request.Payload;
import dev.pgext.request.PayloadParser;
import dev.pgext.request.RawRequest;
import dev.pgext.request.RequestParser;
import dev.pgext.request.RequestShape;
import dev.pgext.sql.Queries;
import dev.pgext.sql.SqlFragment;
import dev.pgext.sql.StatementRenderer;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was worked out for requests, so that the next one that differs in plain values and
 * in what its body holds only is not parsed, planned and rendered again. Holds nothing that depends
 * on who asks: role, claims and headers are rendered for every request. Lives as long as its schema
 * cache and configuration.
 *
 * <p>A shape that comes a second time is proven: the same request is worked out with stand-ins for
 * its values and its body, and remembered only if they appear as parameters and the rest is equal
 * to the letter. What is kept is made of the stand-ins. Thread-safe.
 */
final class PlannedShapes {
  private static final int MOST = 1_000;

  private final RequestParser parser;
  private final Planner planner;
  private final StatementRenderer renderer;
  private final Cache<String, Entry> entries =
      Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

  PlannedShapes(RequestParser parser, Planner planner, StatementRenderer renderer) {
    this.parser = parser;
    this.planner = planner;
    this.renderer = renderer;
  }

  /** What is known of a shape. */
  private sealed interface Entry {
    /** Came once. */
    record Seen() implements Entry {}

    /** Cannot be shared. */
    record Unfit() implements Entry {}

    /** Has a body, whose keys have a part in it. */
    record Bodied(PayloadParser parser) implements Entry {}

    /** Can be. */
    record Proven(
        ApiRequest request,
        Plan plan,
        QueryTemplate main,
        @Nullable QueryTemplate countExplain,
        CanonicalTemplate canonical)
        implements Entry {

      PlannedRequest with(RawRequest raw, List<String> values, @Nullable Payload body) {
        SqlFragment explain = countExplain == null ? null : countExplain.with(values, null);
        return new PlannedRequest(
            request.repeated(raw, canonical.with(values), body),
            plan,
            new Queries(main.with(values, body), explain));
      }
    }
  }

  /**
   * The request as planned for its shape; null where that is not known.
   *
   * @throws ApiException for a body that cannot be understood
   */
  @Nullable PlannedRequest find(@Nullable RequestShape shape, RawRequest raw) {
    if (shape == null) {
      return null;
    }
    return switch (entries.getIfPresent(shape.key())) {
      case Entry.Proven proven -> proven.with(raw, shape.values(), null);
      case Entry.Bodied bodied -> find(shape, raw, bodied.parser().parse(raw.body()));
      case Entry.Seen seen -> null;
      case Entry.Unfit unfit -> null;
      case null -> null;
    };
  }

  private @Nullable PlannedRequest find(
      RequestShape shape, RawRequest raw, @Nullable Payload body) {
    RequestShape whole = body == null ? null : shape.with(body);
    return whole != null && entries.getIfPresent(whole.key()) instanceof Entry.Proven proven
        ? proven.with(raw, whole.values(), body)
        : null;
  }

  /** Learns from a request that was worked out. */
  void learn(@Nullable RequestShape shape, RawRequest raw, PlannedRequest planned) {
    if (shape == null || planned.queries() == null) {
      return;
    }
    ApiRequest request = planned.request();
    Payload body = request.payload();
    RequestShape whole = shape;
    if (body != null) {
      learnBodies(shape, request);
      whole = shape.with(body);
    }
    if (whole != null) {
      learnWhole(whole, raw, planned);
    }
  }

  private void learnBodies(RequestShape shape, ApiRequest request) {
    if (entries.getIfPresent(shape.key()) == null) {
      PayloadParser bodies =
          new PayloadParser(request.action(), request.contentType(), request.query().columns());
      entries.put(shape.key(), new Entry.Bodied(bodies));
    }
  }

  private void learnWhole(RequestShape shape, RawRequest raw, PlannedRequest planned) {
    Entry known = entries.getIfPresent(shape.key());
    if (known == null) {
      entries.put(shape.key(), new Entry.Seen());
    } else if (known instanceof Entry.Seen) {
      Entry proven = prove(shape, raw, planned);
      entries.put(shape.key(), proven == null ? new Entry.Unfit() : proven);
    }
  }

  private @Nullable Entry prove(RequestShape shape, RawRequest raw, PlannedRequest planned) {
    List<String> standIns =
        IntStream.range(0, shape.values().size()).mapToObj(i -> "pgextStandIn" + i + "x").toList();
    Payload body = planned.request().payload();
    PlannedRequest probe = plan(shape.probe(raw, standIns), body == null ? null : body.standIn());
    if (probe == null) {
      return null;
    }
    Queries queries = planned.queries();
    Queries others = probe.queries();
    if (queries == null || others == null) {
      return null;
    }
    QueryTemplate main =
        QueryTemplate.of(
            new Sample(queries.main(), shape.values(), body),
            new Sample(others.main(), standIns, probe.request().payload()));
    CanonicalTemplate canonical =
        CanonicalTemplate.of(probe.request().query().canonical(), standIns);
    if (main == null || !main.uses(standIns.size()) || canonical == null) {
      return null;
    }
    if (queries.countExplain() == null || others.countExplain() == null) {
      return new Entry.Proven(probe.request(), probe.plan(), main, null, canonical);
    }
    QueryTemplate explain =
        QueryTemplate.of(
            new Sample(queries.countExplain(), shape.values(), null),
            new Sample(others.countExplain(), standIns, null));
    return explain == null
        ? null
        : new Entry.Proven(probe.request(), probe.plan(), main, explain, canonical);
  }

  private @Nullable PlannedRequest plan(RawRequest raw, @Nullable Payload body) {
    try {
      ApiRequest parsed = parser.parse(raw);
      ApiRequest request = parsed.repeated(raw, parsed.query().canonical(), body);
      Plan plan = planner.plan(request);
      return plan instanceof Plan.Rows rows
          ? new PlannedRequest(request, plan, renderer.queries(rows, request))
          : null;
    } catch (ApiException unlike) {
      return null;
    }
  }
}

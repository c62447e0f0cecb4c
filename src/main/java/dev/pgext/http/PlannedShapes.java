package dev.pgext.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pgext.error.ApiException;
import dev.pgext.http.QueryTemplate.Sample;
import dev.pgext.plan.Plan;
import dev.pgext.plan.Planner;
import dev.pgext.request.ApiRequest;
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
 * Remembers what was worked out for reads, so that the next one that differs in plain values only
 * is not parsed, planned and rendered again. Holds nothing that depends on who asks: role, claims
 * and headers are rendered for every request. Lives as long as its schema cache and configuration.
 *
 * <p>A shape that comes a second time is proven: the same request is worked out with stand-ins for
 * its values, and remembered only if they appear as parameters and the rest is equal to the letter.
 * Thread-safe.
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

    /** Can be. */
    record Proven(
        ApiRequest request,
        Plan plan,
        QueryTemplate main,
        @Nullable QueryTemplate countExplain,
        CanonicalTemplate canonical)
        implements Entry {

      PlannedRequest with(RawRequest raw, List<String> values) {
        SqlFragment explain = countExplain == null ? null : countExplain.with(values);
        return new PlannedRequest(
            request.repeated(raw, canonical.with(values)),
            plan,
            new Queries(main.with(values), explain));
      }
    }
  }

  /** The request as planned for its shape; null where that is not known. */
  @Nullable PlannedRequest find(@Nullable RequestShape shape, RawRequest raw) {
    return shape != null && entries.getIfPresent(shape.key()) instanceof Entry.Proven proven
        ? proven.with(raw, shape.values())
        : null;
  }

  /** Learns from a request that was worked out. */
  void learn(@Nullable RequestShape shape, RawRequest raw, PlannedRequest planned) {
    if (shape == null || planned.queries() == null) {
      return;
    }
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
    PlannedRequest probe = plan(shape.probe(raw, standIns));
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
            new Sample(queries.main(), shape.values()), new Sample(others.main(), standIns));
    CanonicalTemplate canonical =
        CanonicalTemplate.of(probe.request().query().canonical(), standIns);
    if (main == null || !main.uses(standIns.size()) || canonical == null) {
      return null;
    }
    if (queries.countExplain() == null || others.countExplain() == null) {
      return new Entry.Proven(planned.request(), planned.plan(), main, null, canonical);
    }
    QueryTemplate explain =
        QueryTemplate.of(
            new Sample(queries.countExplain(), shape.values()),
            new Sample(others.countExplain(), standIns));
    return explain == null
        ? null
        : new Entry.Proven(planned.request(), planned.plan(), main, explain, canonical);
  }

  private @Nullable PlannedRequest plan(RawRequest raw) {
    try {
      ApiRequest request = parser.parse(raw);
      Plan plan = planner.plan(request);
      return plan instanceof Plan.Rows rows
          ? new PlannedRequest(request, plan, renderer.queries(rows, request))
          : null;
    } catch (ApiException unlike) {
      return null;
    }
  }
}

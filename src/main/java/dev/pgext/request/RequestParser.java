package dev.pgext.request;

import dev.pgext.catalog.MediaType;
import dev.pgext.catalog.MediaTypeParser;
import dev.pgext.config.Config;
import dev.pgext.error.Header;
import dev.pgext.request.Action.CallMethod;
import dev.pgext.request.Action.CallRoutine;
import dev.pgext.request.Action.ReadRelation;
import dev.pgext.request.BoundedRanges.Excess;
import dev.pgext.request.QueryParser.Arguments;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A raw request → what the client asks for. Of several faults the one that PostgREST would report
 * is thrown. Immutable, for any thread.
 */
public final class RequestParser {
  private final Config config;
  private final QueryParser queries;

  public RequestParser(Config config) {
    this.config = config;
    this.queries = new QueryParser(config.limits());
  }

  /** Throws an {@link dev.pgext.error.ApiException} for what cannot be understood. */
  public ApiRequest parse(RawRequest raw) {
    Resource resource = Resource.at(raw.path(), config);
    Profile profile = Profile.of(raw, config.database().schemas());
    Action action = resource.action(raw.method(), profile.schema());
    QueryString query = QueryString.decode(raw.query(), "query string");
    Map<String, RowInterval> intervals = RequestRanges.parse(query);
    QueryParameters parameters = parameters(action, query, intervals);
    RowInterval root = RequestRanges.root(raw.method(), intervals, raw.header("Range"));
    intervals.put(RequestRanges.ROOT, root);
    MediaType contentType = contentType(raw);
    Payload payload =
        new PayloadParser(action, contentType, parameters.columns()).parse(raw.body());
    BoundedRanges bounds = bounds(action);
    return new ApiRequest(
        action,
        raw.method(),
        raw.path(),
        profile.schema(),
        profile.negotiated(),
        parameters,
        bounds.bound(root),
        bounds.bound(intervals),
        PreferParser.parse(raw.headers(), config.database().txEnd().allowsOverride()),
        payload,
        columns(payload, parameters.columns()),
        AcceptHeader.parse(raw.header("Accept")),
        contentType,
        headers(raw.headers()),
        CookieHeader.parse(raw.header("Cookie")));
  }

  private QueryParameters parameters(
      Action action, QueryString query, Map<String, RowInterval> intervals) {
    boolean argumentsInUrl = action instanceof CallRoutine call && call.method() != CallMethod.POST;
    Map<String, RowRange> ranges =
        new BoundedRanges(Excess.CLAMPED, Excess.CLAMPED).bound(intervals);
    return queries.parse(query, ranges, argumentsInUrl ? Arguments.IN_URL : Arguments.NONE);
  }

  /** Only a read passes limit and offset on, and db-max-rows makes a limit small enough. */
  private BoundedRanges bounds(Action action) {
    boolean read = action instanceof ReadRelation || action instanceof CallRoutine;
    boolean capped = config.database().maxRows() != null;
    return new BoundedRanges(
        read && !capped ? Excess.REFUSED : Excess.CLAMPED, read ? Excess.REFUSED : Excess.CLAMPED);
  }

  private static MediaType contentType(RawRequest raw) {
    String header = raw.header("Content-Type");
    return header == null ? MediaType.Plain.JSON : MediaTypeParser.parse(header);
  }

  private static Set<String> columns(@Nullable Payload payload, @Nullable Set<String> given) {
    return switch (payload) {
      case Payload.Json json -> sorted(json.keys());
      case Payload.Form form -> sorted(form.fields().stream().map(Map.Entry::getKey).toList());
      case Payload.UncheckedJson json -> given == null ? Set.of() : given;
      case Payload.Raw raw -> Set.of();
      case null -> Set.of();
    };
  }

  private static Set<String> sorted(Collection<String> names) {
    return Collections.unmodifiableSet(new TreeSet<>(names));
  }

  /** By name in lower case, without Cookie; of several with one name the last. */
  static Map<String, String> headers(List<Header> headers) {
    Map<String, String> byName = new HashMap<>();
    for (Header header : headers) {
      String name = header.name().toLowerCase(Locale.ROOT);
      if (!name.equals("cookie")) {
        byName.put(name, header.value());
      }
    }
    return byName;
  }
}

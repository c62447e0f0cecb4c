package dev.pgext.request;

import dev.pgext.catalog.MediaType;
import dev.pgext.request.QueryParameters.Targeted;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, in the words of the URL grammar.
 *
 * @param range the root's rows, from limit, offset and the Range header together
 * @param ranges the embeds' rows (and the root's, under {@code "limit"}), keyed as in {@link
 *     QueryParameters#ranges}
 * @param columns keys of the body, or of {@code columns=}, sorted
 * @param headers for {@code request.headers}: names in lower case, without Cookie
 * @param path the request target's path as it came
 * @param profileNegotiated whether Content-Profile is answered
 * @param accept media types by descending quality
 */
public record ApiRequest(
    Action action,
    String method,
    String path,
    String schema,
    boolean profileNegotiated,
    QueryParameters query,
    RowRange range,
    Map<String, RowRange> ranges,
    Preferences preferences,
    @Nullable Payload payload,
    Set<String> columns,
    List<MediaType> accept,
    MediaType contentType,
    Map<String, String> headers,
    Map<String, String> cookies) {
  public ApiRequest {
    ranges = Map.copyOf(ranges);
    accept = List.copyOf(accept);
    headers = Map.copyOf(headers);
    cookies = Map.copyOf(cookies);
  }

  /**
   * {@link #ranges} with the parts that they are for. PostgREST reads these names once it knows the
   * table, so that a fault in one comes after those of the rest of the URL.
   *
   * @throws dev.pgext.error.ApiException where a name does not begin with a path
   */
  public List<Targeted<RowRange>> targetedRanges() {
    return new TreeMap<>(ranges)
        .entrySet().stream()
            .map(range -> new Targeted<>(Syntax.treePath(range.getKey()).embed(), range.getValue()))
            .toList();
  }

  /**
   * This request as another client would have made it.
   *
   * @param raw that client's request, of the same {@link RequestShape}
   * @param canonical that request's {@link QueryParameters#canonical}
   * @param body that request's, of the same {@link Payload#shape}
   */
  public ApiRequest repeated(RawRequest raw, String canonical, @Nullable Payload body) {
    return new ApiRequest(
        action,
        method,
        path,
        schema,
        profileNegotiated,
        query.withCanonical(canonical),
        range,
        ranges,
        preferences,
        body,
        columns,
        accept,
        contentType,
        RequestParser.headers(raw.headers()),
        CookieHeader.parse(raw.header("Cookie")));
  }
}

package dev.pgext.error;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be understood or served as asked (PostgREST's group 1).
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/errors.html#group-1-api-request">PostgREST:
 *     group 1</a>
 */
public sealed interface RequestError extends ApiError {

  /** A query parameter that does not follow the URL grammar; both texts come from the parser. */
  record QueryParameter(String fault, String expectation) implements RequestError {}

  /** A method other than GET, HEAD, POST and OPTIONS on a function. */
  record InvalidRpcMethod(String method) implements RequestError {}

  /** A body that is not what its content type says. */
  record InvalidBody(String fault) implements RequestError {}

  /** A range that cannot be satisfied; {@code explanation} says which bound is wrong. */
  record InvalidRange(String explanation) implements RequestError {
    public static final InvalidRange NEGATIVE_LIMIT =
        new InvalidRange("Limit should be greater than or equal to zero.");
    public static final InvalidRange LOWER_ABOVE_UPPER =
        new InvalidRange(
            "The lower boundary must be lower than or equal to the upper boundary in the Range header.");

    /** An offset behind the last row. */
    public static InvalidRange outOfBounds(long offset, long total) {
      return new InvalidRange(
          "An offset of " + offset + " was requested, but there are only " + total + " rows.");
    }
  }

  /** PUT whose filters are not exactly the primary key by {@code eq}. */
  record InvalidFilters() implements RequestError {}

  /** A profile header that names a schema which is not exposed. */
  record UnacceptableSchema(String schema, List<String> exposed) implements RequestError {}

  /** No handler for any media type of the Accept header. */
  record UnacceptableMediaType(List<String> accepted) implements RequestError {}

  /** A filter, order or range on a resource that {@code select} does not embed. */
  record NotEmbedded(String resource, @Nullable String alias) implements RequestError {}

  /** {@code response.headers} is not an array of one-key objects. */
  record GucHeaders() implements RequestError {}

  /** {@code response.status} is not a status code. */
  record GucStatus() implements RequestError {}

  /** PUT with limit or offset. */
  record PutLimit() implements RequestError {}

  /** PUT whose body has another key than its URL. */
  record PutKeyMismatch() implements RequestError {}

  /** One object was asked for, but the result has another number of rows. */
  record Singularity(long rows) implements RequestError {}

  /** A method that a table does not know. */
  record UnsupportedMethod(String method) implements RequestError {}

  /** An order by a related resource that is not to-one. */
  record RelatedOrderNotToOne(String origin, String target) implements RequestError {}

  /** A filter on an embedded resource that is not a null check. */
  record UnacceptableFilter(String target) implements RequestError {}

  /** {@code RAISE SQLSTATE 'PGRST'} with MESSAGE or DETAIL that is not the documented JSON. */
  record RaiseParse(RaisePart part, String text) implements RequestError {}

  /** Which part of a {@code RAISE SQLSTATE 'PGRST'} is wrong. */
  enum RaisePart {
    MESSAGE,
    DETAIL,
    DETAIL_MISSING
  }

  /** Unknown preferences together with {@code handling=strict}. */
  record InvalidPreferences(List<String> preferences) implements RequestError {}

  /** An aggregate while {@code db-aggregates-enabled} is off. */
  record AggregatesNotAllowed() implements RequestError {}

  /** More rows affected than {@code max-affected} allows. */
  record MaxAffected(long rows) implements RequestError {}

  /** A path that is neither a table's, a function's nor the root. */
  record InvalidPath() implements RequestError {}

  /** The root while {@code openapi-mode} is disabled. */
  record OpenApiDisabled() implements RequestError {}

  /** A combination of features that has no meaning yet in PostgREST. */
  record NotImplemented(String explanation) implements RequestError {}

  /** {@code max-affected} with a function that returns one value. */
  record MaxAffectedRpc() implements RequestError {}

  @Override
  default int status() {
    return switch (this) {
      case InvalidRpcMethod e -> 405;
      case InvalidFilters e -> 405;
      case UnsupportedMethod e -> 405;
      case InvalidPath e -> 404;
      case OpenApiDisabled e -> 404;
      case InvalidRange e -> 416;
      case UnacceptableSchema e -> 406;
      case UnacceptableMediaType e -> 406;
      case Singularity e -> 406;
      case GucHeaders e -> 500;
      case GucStatus e -> 500;
      case RaiseParse e -> 500;
      case QueryParameter e -> 400;
      case InvalidBody e -> 400;
      case NotEmbedded e -> 400;
      case PutLimit e -> 400;
      case PutKeyMismatch e -> 400;
      case RelatedOrderNotToOne e -> 400;
      case UnacceptableFilter e -> 400;
      case InvalidPreferences e -> 400;
      case AggregatesNotAllowed e -> 400;
      case MaxAffected e -> 400;
      case NotImplemented e -> 400;
      case MaxAffectedRpc e -> 400;
    };
  }

  @Override
  default String code() {
    return switch (this) {
      case QueryParameter e -> "PGRST100";
      case InvalidRpcMethod e -> "PGRST101";
      case InvalidBody e -> "PGRST102";
      case InvalidRange e -> "PGRST103";
      case InvalidFilters e -> "PGRST105";
      case UnacceptableSchema e -> "PGRST106";
      case UnacceptableMediaType e -> "PGRST107";
      case NotEmbedded e -> "PGRST108";
      case GucHeaders e -> "PGRST111";
      case GucStatus e -> "PGRST112";
      case PutLimit e -> "PGRST114";
      case PutKeyMismatch e -> "PGRST115";
      case Singularity e -> "PGRST116";
      case UnsupportedMethod e -> "PGRST117";
      case RelatedOrderNotToOne e -> "PGRST118";
      case UnacceptableFilter e -> "PGRST120";
      case RaiseParse e -> "PGRST121";
      case InvalidPreferences e -> "PGRST122";
      case AggregatesNotAllowed e -> "PGRST123";
      case MaxAffected e -> "PGRST124";
      case InvalidPath e -> "PGRST125";
      case OpenApiDisabled e -> "PGRST126";
      case NotImplemented e -> "PGRST127";
      case MaxAffectedRpc e -> "PGRST128";
    };
  }

  @Override
  default String message() {
    return switch (this) {
      case QueryParameter e -> e.fault();
      case InvalidRpcMethod e -> "Cannot use the " + e.method() + " method on RPC";
      case InvalidBody e -> e.fault();
      case InvalidRange e -> "Requested range not satisfiable";
      case InvalidFilters e ->
          "Filters must include all and only primary key columns with 'eq' operators";
      case UnacceptableSchema e -> "Invalid schema: " + e.schema();
      case UnacceptableMediaType e ->
          "None of these media types are available: " + String.join(", ", e.accepted());
      case NotEmbedded e -> "'" + e.resource() + "' is not an embedded resource in this request";
      case GucHeaders e ->
          "response.headers guc must be a JSON array composed of objects with a single key and a string value";
      case GucStatus e -> "response.status guc must be a valid status code";
      case PutLimit e -> "limit/offset querystring parameters are not allowed for PUT";
      case PutKeyMismatch e -> "Payload values do not match URL in primary key column(s)";
      case Singularity e -> "Cannot coerce the result to a single JSON object";
      case UnsupportedMethod e -> "Unsupported HTTP method: " + e.method();
      case RelatedOrderNotToOne e -> "A related order on '" + e.target() + "' is not possible";
      case UnacceptableFilter e -> "Bad operator on the '" + e.target() + "' embedded resource";
      case RaiseParse e -> "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error";
      case InvalidPreferences e -> "Invalid preferences given with handling=strict";
      case AggregatesNotAllowed e -> "Use of aggregate functions is not allowed";
      case MaxAffected e -> "Query result exceeds max-affected preference constraint";
      case InvalidPath e -> "Invalid path specified in request URL";
      case OpenApiDisabled e -> "Root endpoint metadata is disabled";
      case NotImplemented e -> "Feature not implemented";
      case MaxAffectedRpc e ->
          "Function must return SETOF or TABLE when max-affected preference is used with handling=strict";
    };
  }

  @Override
  default @Nullable JsonNode details() {
    return ApiError.text(
        switch (this) {
          case QueryParameter e -> e.expectation();
          case InvalidRange e -> e.explanation();
          case NotEmbedded e ->
              e.alias() == null
                  ? null
                  : "Target names are not allowed in filters if they have an alias";
          case Singularity e -> "The result contains " + e.rows() + " rows";
          case RelatedOrderNotToOne e ->
              "'%s' and '%s' do not form a many-to-one or one-to-one relationship"
                  .formatted(e.origin(), e.target());
          case UnacceptableFilter e ->
              "Only is null or not is null filters are allowed on embedded resources";
          case RaiseParse e -> raiseDetails(e);
          case InvalidPreferences e -> "Invalid preferences: " + String.join(", ", e.preferences());
          case MaxAffected e -> "The query affects " + e.rows() + " rows";
          case NotImplemented e -> e.explanation();
          default -> null;
        });
  }

  @Override
  default @Nullable String hint() {
    return switch (this) {
      case NotEmbedded e ->
          e.alias() == null
              ? "Verify that '" + e.resource() + "' is included in the 'select' query parameter."
              : "Change '%s' to '%s' in filters, orders or limits."
                  .formatted(e.resource(), e.alias());
      case UnacceptableSchema e ->
          "Only the following schemas are exposed: " + String.join(", ", e.exposed());
      case RaiseParse e ->
          e.part() == RaisePart.MESSAGE
              ? "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'."
              : "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'.";
      default -> null;
    };
  }

  private static String raiseDetails(RaiseParse error) {
    return switch (error.part()) {
      case MESSAGE -> "Invalid JSON value for MESSAGE: '" + error.text() + "'";
      case DETAIL -> "Invalid JSON value for DETAIL: '" + error.text() + "'";
      case DETAIL_MISSING -> "DETAIL is missing in the RAISE statement";
    };
  }
}

package dev.pgext.catalog;

import dev.pgext.catalog.MediaType.ExecutionPlan;
import dev.pgext.catalog.MediaType.Other;
import dev.pgext.catalog.MediaType.Plain;
import dev.pgext.catalog.MediaType.PlanFormat;
import dev.pgext.catalog.MediaType.PlanOption;
import dev.pgext.catalog.MediaType.SingularObject;
import dev.pgext.catalog.MediaType.StrippedArray;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The text of a media type → {@link MediaType}.
 *
 * <p>As lenient as PostgREST: what follows a type that can be read is ignored, and what cannot be
 * read is a type by that name, which nothing handles.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110.html#name-media-type">RFC 9110: media
 *     type</a>
 */
public final class MediaTypeParser {
  private MediaTypeParser() {}

  /** Never fails. */
  public static MediaType parse(String text) {
    MediaTypeScanner scanner = new MediaTypeScanner(text);
    String type = scanner.type().toLowerCase(Locale.ROOT);
    Map<String, String> parameters = new HashMap<>();
    scanner.parameters((name, value) -> parameters.put(name.toLowerCase(Locale.ROOT), value));
    return switch (type) {
      case "application/json" -> Plain.JSON;
      case "application/geo+json" -> Plain.GEO_JSON;
      case "text/csv" -> Plain.CSV;
      case "text/plain" -> Plain.TEXT;
      case "text/xml" -> Plain.XML;
      case "application/openapi+json" -> Plain.OPEN_API;
      case "application/x-www-form-urlencoded" -> Plain.FORM;
      case "application/octet-stream" -> Plain.OCTET_STREAM;
      case "*/*" -> Plain.ANY;
      case "application/vnd.pgrst.plan", "application/vnd.pgrst.plan+text" ->
          plan(PlanFormat.TEXT, parameters);
      case "application/vnd.pgrst.plan+json" -> plan(PlanFormat.JSON, parameters);
      case "application/vnd.pgrst.object+json", "application/vnd.pgrst.object" ->
          new SingularObject(nullsStripped(parameters));
      case "application/vnd.pgrst.array+json", "application/vnd.pgrst.array" ->
          nullsStripped(parameters) ? new StrippedArray() : Plain.JSON;
      default -> new Other(text);
    };
  }

  private static boolean nullsStripped(Map<String, String> parameters) {
    return "stripped".equals(parameters.get("nulls"));
  }

  private static MediaType plan(PlanFormat format, Map<String, String> parameters) {
    List<String> options = List.of(parameters.getOrDefault("options", "").split("\\|", -1));
    return new ExecutionPlan(
        parse(parameters.getOrDefault("for", "application/json")),
        format,
        Arrays.stream(PlanOption.values())
            .filter(option -> options.contains(option.name().toLowerCase(Locale.ROOT)))
            .toList());
  }
}

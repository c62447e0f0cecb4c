package dev.pgext.request;

import dev.pgext.error.RequestError;
import java.util.List;
import java.util.Set;

/**
 * The schema that a request is about.
 *
 * @param negotiated whether the response says so: a header named it, or there was a choice
 * @see <a href="https://www.w3.org/TR/dx-prof-conneg/#http">Content negotiation by profile</a>
 */
record Profile(String schema, boolean negotiated) {
  private static final Set<String> METHODS_WITH_CONTENT = Set.of("DELETE", "PATCH", "POST", "PUT");

  /** Which of the exposed schemas it is: Content-Profile or Accept-Profile names it, by method. */
  static Profile of(RawRequest raw, List<String> exposed) {
    boolean hasContent = METHODS_WITH_CONTENT.contains(raw.method());
    String named = raw.header(hasContent ? "Content-Profile" : "Accept-Profile");
    if (named == null) {
      return new Profile(exposed.get(0), exposed.size() != 1);
    }
    if (!exposed.contains(named)) {
      throw new RequestError.UnacceptableSchema(named, exposed).asException();
    }
    return new Profile(named, true);
  }
}

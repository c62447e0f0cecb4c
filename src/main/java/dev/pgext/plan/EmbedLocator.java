package dev.pgext.plan;

import dev.pgext.error.ApiException;
import dev.pgext.error.RequestError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the embed that a path such as {@code clients.projects} in {@code clients.projects.id=eq.1}
 * speaks of.
 *
 * <p>An embed with an alias goes by its alias only; with {@code url-use-legacy-target-names} the
 * name of its relation still leads to it.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/configuration.html#url-use-legacy-target-names">PostgREST:
 *     url-use-legacy-target-names</a>
 */
final class EmbedLocator {
  private final Selection root;
  private final boolean legacyNames;

  EmbedLocator(Selection root, boolean legacyNames) {
    this.root = root;
    this.legacyNames = legacyNames;
  }

  /**
   * The embeds on the way, outermost first; empty for the root.
   *
   * @throws ApiException where a step names no embed
   */
  List<RequestedEmbed> locate(List<String> path) {
    List<RequestedEmbed> way = new ArrayList<>();
    Selection selection = root;
    for (String step : path) {
      RequestedEmbed embed = find(selection, step);
      way.add(embed);
      selection = embed.selection();
    }
    return way;
  }

  private RequestedEmbed find(Selection selection, String step) {
    for (RequestedEmbed embed : selection.embeds()) {
      if (embed.name().equals(step) || (legacyNames && embed.relation().equals(step))) {
        return embed;
      }
    }
    String alias = aliasOf(selection, step).orElse(null);
    throw new RequestError.NotEmbedded(step, alias).asException();
  }

  private static Optional<String> aliasOf(Selection selection, String relation) {
    return selection.embeds().stream()
        .filter(embed -> embed.relation().equals(relation))
        .map(RequestedEmbed::name)
        .findFirst();
  }
}

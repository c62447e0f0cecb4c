package dev.pgext.plan;

import dev.pgext.error.ApiException;
import dev.pgext.error.RequestError;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Finds the embed that a path such as {@code clients.projects} in {@code clients.projects.id=eq.1}
 * speaks of.
 *
 * <p>An embed with an alias goes by its alias only; with {@code url-use-legacy-target-names} the
 * name of its relation still leads to it. Of several that answer to a name the one found last comes
 * first: PostgREST puts an embed before its siblings when it finds it, and in that order they are
 * selected. Confined to the thread that plans.
 *
 * @see <a
 *     href="https://docs.postgrest.org/en/stable/references/configuration.html#url-use-legacy-target-names">PostgREST:
 *     url-use-legacy-target-names</a>
 */
final class EmbedLocator {
  private final IdentityHashMap<Selection, List<RequestedEmbed>> embeds = new IdentityHashMap<>();
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

  /** The embeds of a selection in the order in which they are selected. */
  List<RequestedEmbed> embeds(Selection selection) {
    return embeds.computeIfAbsent(selection, part -> new ArrayList<>(part.embeds()));
  }

  private RequestedEmbed find(Selection selection, String step) {
    List<RequestedEmbed> siblings = embeds(selection);
    for (int at = 0; at < siblings.size(); at++) {
      RequestedEmbed embed = siblings.get(at);
      if (embed.name().equals(step) || (legacyNames && embed.relation().equals(step))) {
        siblings.addFirst(siblings.remove(at));
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

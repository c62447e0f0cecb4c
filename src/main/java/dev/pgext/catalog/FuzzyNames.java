package dev.pgext.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names to be suggested for a misspelled one. Candidates share pieces of three letters with the
 * name, or else of two; of the fifty most similar by these the Levenshtein distance decides. These
 * are the rules, and between equals the order, of the library that PostgREST takes its hints from.
 * Immutable.
 *
 * @see <a href="https://hackage.haskell.org/package/fuzzyset">fuzzyset</a>
 * @see <a href="https://glench.github.io/fuzzyset.js/ui/">fuzzyset.js: how it works</a>
 */
public final class FuzzyNames {
  /** What a suggestion scores at least where nothing else is asked for. */
  public static final double MINIMUM_SCORE = 0.33;

  private static final int SMALL = 2;
  private static final int LARGE = 3;
  private static final int COMPARED = 50;

  private final Map<String, String> names = new HashMap<>();
  private final Set<String> values = new HashSet<>();
  private final GramIndex large = new GramIndex(LARGE);
  private final GramIndex small = new GramIndex(SMALL);

  private FuzzyNames(Collection<String> candidates) {
    List<String> last = new ArrayList<>(candidates);
    for (int at = last.size() - 1; at >= 0; at--) {
      add(last.get(at));
    }
  }

  /** Suggestions from among {@code candidates}; of equally good ones the last is preferred. */
  public static FuzzyNames of(Collection<String> candidates) {
    return new FuzzyNames(candidates);
  }

  /**
   * A suggestion.
   *
   * @param score 1 for the name itself, whatever its case
   */
  public record Match(String name, double score) {}

  /** The best suggestion that scores at least {@code minimumScore}. */
  public Optional<String> nearest(String name, double minimumScore) {
    return matches(name, minimumScore).stream().findFirst().map(Match::name);
  }

  /** The suggestions that score at least {@code minimumScore}, the best first. */
  public List<Match> matches(String name, double minimumScore) {
    String key = name.toLowerCase(Locale.ROOT);
    String exact = names.get(key);
    if (exact != null) {
      return List.of(new Match(exact, 1));
    }
    List<Match> matches = matches(large, key, minimumScore);
    return matches.isEmpty() ? matches(small, key, minimumScore) : matches;
  }

  private List<Match> matches(GramIndex index, String key, double minimumScore) {
    return index.similar(key).stream()
        .limit(COMPARED)
        .map(entry -> new Match(names.getOrDefault(entry, entry), Levenshtein.score(key, entry)))
        .sorted(Comparator.comparingDouble(Match::score).reversed())
        .filter(match -> match.score() >= minimumScore)
        .toList();
  }

  private void add(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    if (values.contains(key)) {
      return;
    }
    values.add(name);
    names.put(key, name);
    large.add(key);
    small.add(key);
  }

  /** Entries by the pieces of one length that they consist of. */
  private static final class GramIndex {
    private final int size;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, List<Posting>> postings = new HashMap<>();

    GramIndex(int size) {
      this.size = size;
    }

    private record Entry(String key, double magnitude) {}

    private record Posting(int entry, int count) {}

    private record Similarity(String key, double cosine) {}

    void add(String key) {
      Map<String, Integer> grams = grams(key);
      int number = entries.size();
      entries.add(new Entry(key, magnitude(grams)));
      grams.forEach(
          (gram, count) ->
              postings
                  .computeIfAbsent(gram, found -> new ArrayList<>())
                  .add(new Posting(number, count)));
    }

    /** Entries that share a piece with the key, the most similar first. */
    List<String> similar(String key) {
      Map<String, Integer> grams = grams(key);
      Map<Integer, Integer> products = new HashMap<>();
      grams.forEach(
          (gram, count) ->
              postings
                  .getOrDefault(gram, List.of())
                  .forEach(
                      posting ->
                          products.merge(posting.entry(), posting.count() * count, Integer::sum)));
      double magnitude = magnitude(grams);
      return products.entrySet().stream()
          .sorted(Map.Entry.comparingByKey(GramIndex::hashOrder))
          .map(
              product -> {
                Entry entry = entries.get(product.getKey());
                double cosine = product.getValue() / (magnitude * entry.magnitude());
                return new Similarity(entry.key(), cosine);
              })
          .sorted(Comparator.comparingDouble(Similarity::cosine).reversed())
          .map(Similarity::key)
          .toList();
    }

    /** Numbers as a hash trie that branches by five bits lists them; ties keep this order. */
    private static int hashOrder(int left, int right) {
      int low = Integer.compare(left & 31, right & 31);
      return low != 0 || left == right ? low : hashOrder(left >>> 5, right >>> 5);
    }

    private Map<String, Integer> grams(String key) {
      int[] letters = ("-" + normalized(key) + "-").codePoints().toArray();
      Map<String, Integer> grams = new LinkedHashMap<>();
      for (int at = 0; at + size <= letters.length; at++) {
        grams.merge(new String(letters, at, size), 1, Integer::sum);
      }
      return grams;
    }

    private static String normalized(String key) {
      return key.codePoints()
          .filter(
              letter ->
                  Character.isLetterOrDigit(letter)
                      || Character.isWhitespace(letter)
                      || letter == ',')
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();
    }

    private static double magnitude(Map<String, Integer> grams) {
      return Math.sqrt(grams.values().stream().mapToInt(count -> count * count).sum());
    }
  }
}

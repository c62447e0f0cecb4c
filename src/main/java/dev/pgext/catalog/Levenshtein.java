package dev.pgext.catalog;

/** How many letters have to be inserted, deleted or replaced to make one text of another. */
final class Levenshtein {
  private Levenshtein() {}

  /** 1 for equal texts, 0 for texts without a common letter: distance per letter of the longer. */
  static double score(String left, String right) {
    int[] from = left.codePoints().toArray();
    int[] to = right.codePoints().toArray();
    int longer = Math.max(from.length, to.length);
    return longer == 0 ? 1 : (double) (longer - distance(from, to)) / longer;
  }

  private static int distance(int[] from, int[] to) {
    int[] row = new int[to.length + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column;
    }
    for (int letter : from) {
      int diagonal = row[0]++;
      for (int column = 1; column < row.length; column++) {
        int replaced = diagonal + (letter == to[column - 1] ? 0 : 1);
        diagonal = row[column];
        row[column] = Math.min(replaced, Math.min(row[column], row[column - 1]) + 1);
      }
    }
    return row[row.length - 1];
  }
}

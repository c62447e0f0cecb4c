package dev.pgext.migrate;

/** Whether a migration is made or taken back. */
public enum Direction {
  UP("up"),
  DOWN("down");

  private final String word;

  Direction(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  static Direction of(String word) {
    return word.equals(DOWN.word) ? DOWN : UP;
  }
}

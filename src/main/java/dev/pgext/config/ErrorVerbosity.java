package dev.pgext.config;

/** How much of an error its client sees. */
public enum ErrorVerbosity implements Keyword {
  VERBOSE("verbose"),
  MINIMAL("minimal");

  private final String keyword;

  ErrorVerbosity(String keyword) {
    this.keyword = keyword;
  }

  @Override
  public String keyword() {
    return keyword;
  }
}

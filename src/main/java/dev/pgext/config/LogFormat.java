package dev.pgext.config;

/** The shape of a log line. */
public enum LogFormat implements Keyword {
  TEXT("text"),
  JSON("json");

  private final String keyword;

  LogFormat(String keyword) {
    this.keyword = keyword;
  }

  @Override
  public String keyword() {
    return keyword;
  }
}

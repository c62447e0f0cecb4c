package dev.pgext.config;

/** How much is logged, from the least to the most. */
public enum LogLevel implements Keyword {
  CRIT("crit"),
  ERROR("error"),
  WARN("warn"),
  INFO("info"),
  DEBUG("debug");

  private final String keyword;

  LogLevel(String keyword) {
    this.keyword = keyword;
  }

  @Override
  public String keyword() {
    return keyword;
  }

  /** Whether an event of the given level is logged at this one. */
  public boolean includes(LogLevel event) {
    return event.compareTo(this) <= 0;
  }
}

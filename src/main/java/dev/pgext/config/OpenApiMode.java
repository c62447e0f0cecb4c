package dev.pgext.config;

/** Whose privileges the API's description follows, or that there is none. */
public enum OpenApiMode implements Keyword {
  FOLLOW_PRIVILEGES("follow-privileges"),
  IGNORE_PRIVILEGES("ignore-privileges"),
  DISABLED("disabled");

  private final String keyword;

  OpenApiMode(String keyword) {
    this.keyword = keyword;
  }

  @Override
  public String keyword() {
    return keyword;
  }
}

package dev.pgext.config;

/** How a request's transaction ends, and whether a request may choose otherwise. */
public enum TransactionEnd implements Keyword {
  COMMIT("commit"),
  COMMIT_ALLOW_OVERRIDE("commit-allow-override"),
  ROLLBACK("rollback"),
  ROLLBACK_ALLOW_OVERRIDE("rollback-allow-override");

  private final String keyword;

  TransactionEnd(String keyword) {
    this.keyword = keyword;
  }

  @Override
  public String keyword() {
    return keyword;
  }

  /** Whether the transaction is rolled back when the request has no say. */
  public boolean rollsBack() {
    return this == ROLLBACK || this == ROLLBACK_ALLOW_OVERRIDE;
  }

  /** Whether {@code Prefer: tx=…} decides. */
  public boolean allowsOverride() {
    return this == COMMIT_ALLOW_OVERRIDE || this == ROLLBACK_ALLOW_OVERRIDE;
  }
}

package dev.pgext.observe;

/** What the pool of connections is doing now. Thread-safe. */
public interface PoolState {
  /** Open connections that no request uses. */
  int available();

  /** Requests that wait for a connection. */
  int waiting();

  /** Connections that may be open at once. */
  int maximum();
}

package dev.pgext.pg.connect;

import java.util.List;

/** A connection is described in a way that cannot be used; carries every fault found. */
public final class ConnectionSettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  public ConnectionSettingsException(List<String> faults) {
    super(String.join("; ", faults), null, false, false);
    this.faults = List.copyOf(faults);
  }

  ConnectionSettingsException(String fault) {
    this(List.of(fault));
  }

  /** Sentences for the user; no password is in them. */
  public List<String> faults() {
    return faults;
  }
}

package dev.pgext.config;

import java.util.List;

/** The configuration cannot be used; carries every fault found, each a sentence for its user. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;
  private final transient List<String> warnings;

  public ConfigException(List<String> faults) {
    this(faults, List.of());
  }

  /**
   * @param warnings what else its user should hear: a misspelt key is often why another is missing
   */
  ConfigException(List<String> faults, List<String> warnings) {
    super(message(faults), null, false, false);
    this.faults = List.copyOf(faults);
    this.warnings = List.copyOf(warnings);
  }

  /** What is wrong, in the order of the settings. */
  public List<String> faults() {
    return faults;
  }

  /** Complete log lines, in the order of the settings. */
  public List<String> warnings() {
    return warnings;
  }

  private static String message(List<String> faults) {
    return faults.size() == 1
        ? "Error in config " + faults.get(0)
        : "Errors in config:\n  " + String.join("\n  ", faults);
  }
}

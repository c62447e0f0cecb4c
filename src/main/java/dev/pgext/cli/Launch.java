package dev.pgext.cli;

import dev.pgext.config.ConfigSources;
import dev.pgext.pg.connect.ConnectionEnvironment;

/** What the command line and the process's surroundings say. */
record Launch(ConfigSources sources) {
  /** For what a connection string leaves out. */
  ConnectionEnvironment connectionEnvironment() {
    return ConnectionEnvironment.ofProcess(sources.environment());
  }
}

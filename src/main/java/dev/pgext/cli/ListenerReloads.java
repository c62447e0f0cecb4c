package dev.pgext.cli;

import dev.pgext.exec.DatabaseListener;

/**
 * What notifications lead to. The listener's thread must not wait for a reload: one of the
 * configuration may end the listener.
 */
record ListenerReloads(
    Runnable catchUp,
    Runnable reloadCatalog,
    Runnable reloadConfig,
    Runnable reloadFrontend,
    Runnable gone)
    implements DatabaseListener.Reloads {
  @Override
  public void began() {
    catchUp.run();
  }

  @Override
  public void catalog() {
    reloadCatalog.run();
  }

  @Override
  public void config() {
    reloadConfig.run();
  }

  @Override
  public void frontend() {
    reloadFrontend.run();
  }

  @Override
  public void lost() {
    gone.run();
  }
}

package dev.pgext.cli;

import dev.pgext.catalog.CatalogHolder;
import dev.pgext.exec.DatabaseListener;

/**
 * What notifications lead to. The listener's thread must not wait for a reload: one of the
 * configuration may end the listener.
 */
record ListenerReloads(CatalogHolder catalogs, Runnable reloadConfig, Runnable gone)
    implements DatabaseListener.Reloads {
  @Override
  public void catalog() {
    catalogs.reload();
  }

  @Override
  public void config() {
    reloadConfig.run();
  }

  @Override
  public void lost() {
    gone.run();
  }
}

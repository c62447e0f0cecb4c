package dev.pgext.cli;

import dev.pgext.catalog.CatalogHolder;
import dev.pgext.exec.DatabaseListener;

/**
 * What notifications lead to. The listener's thread must not wait for a reload: one of the
 * configuration may end the listener.
 */
record ListenerReloads(
    CatalogHolder catalogs,
    CatalogReloader reloader,
    BrowserPages pages,
    Runnable reloadConfig,
    Runnable gone)
    implements DatabaseListener.Reloads {
  /** What was read before may be out of date already. */
  @Override
  public void began() {
    if (reloader.hasRead()) {
      catalogs.reload();
    }
    if (pages.haveRead()) {
      pages.reload();
    }
  }

  @Override
  public void catalog() {
    catalogs.reload();
  }

  @Override
  public void config() {
    reloadConfig.run();
  }

  @Override
  public void frontend() {
    pages.reload();
  }

  @Override
  public void lost() {
    gone.run();
  }
}

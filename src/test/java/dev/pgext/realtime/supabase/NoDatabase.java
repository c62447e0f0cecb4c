package dev.pgext.realtime.supabase;

import dev.pgext.exec.ConnectionPool.Work;
import dev.pgext.realtime.channel.MessagePolicies.Database;

/** Where nothing can be asked. */
final class NoDatabase implements Database {
  @Override
  public <T> T use(Work<T> work) {
    throw new AssertionError("no test asks the database");
  }
}

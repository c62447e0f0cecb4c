package dev.pgext.realtime.supabase;

import dev.pgext.error.ApiError;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.hub.SubscriptionListener;
import org.jspecify.annotations.Nullable;

/**
 * Hears what becomes of one binding's subscription.
 *
 * @param since from where it was asked to go on; null where it begins
 */
record BindingListener(JoinedChannel channel, long binding, @Nullable Cursor since)
    implements SubscriptionListener {

  @Override
  public void live(Live live) {
    channel.live(binding, live.cursor());
    if (since != null && since.epoch() == live.cursor().epoch() && !since.equals(live.cursor())) {
      channel.missed();
    }
  }

  @Override
  public void stopped(ApiError error) {
    channel.stopped(error);
  }
}

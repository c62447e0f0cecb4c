package dev.pgext.realtime.conversation;

import dev.pgext.error.ApiError;
import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.hub.Session;
import dev.pgext.realtime.hub.Subscription;
import dev.pgext.realtime.hub.SubscriptionListener;
import dev.pgext.realtime.protocol.ClientMessage;
import dev.pgext.realtime.protocol.ServerMessage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Tells a client what becomes of a subscription. */
final class TableNotices implements SubscriptionListener {
  private final Session session;
  private final String id;
  private final String schema;
  private final String table;
  private final BiConsumer<String, Subscription> ended;
  private volatile @Nullable Subscription subscription;

  TableNotices(
      Session session,
      ClientMessage.Subscribe message,
      String schema,
      BiConsumer<String, Subscription> ended) {
    this.session = session;
    this.id = message.id();
    this.schema = schema;
    this.table = message.table();
    this.ended = ended;
  }

  void belongTo(Subscription owner) {
    subscription = owner;
  }

  @Override
  public void live(Live live) {
    ServerMessage message =
        ServerMessage.of("subscribed")
            .with("id", id)
            .with("schema", schema)
            .with("table", table)
            .with("cursor", live.cursor().toString())
            .withValue("columns", live.columns())
            .withValue("key", live.key());
    if (live.deletesLimited()) {
      message.with("deletes", "limited");
    }
    session.send(Frame.text(message.bytes()));
  }

  @Override
  public void snapshot(Part part) {
    ServerMessage message =
        ServerMessage.of("snapshot")
            .with("id", id)
            .withJson("rows", part.rows())
            .with("cursor", part.cursor().toString());
    if (part.last()) {
      message.with("last", true);
    }
    session.send(Frame.text(message.bytes()));
  }

  @Override
  public void stopped(ApiError error) {
    session.send(ErrorFrame.of(id, error));
    Subscription owner = subscription;
    if (owner != null) {
      Thread.ofVirtual().start(() -> ended.accept(id, owner));
    }
  }
}

package dev.pgext.realtime.conversation;

import dev.pgext.config.Config;
import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import dev.pgext.error.AuthError;
import dev.pgext.error.RealtimeError;
import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.hub.Handshake;
import dev.pgext.realtime.hub.Session;
import dev.pgext.realtime.hub.SocketHandler;
import dev.pgext.realtime.hub.Subscription;
import dev.pgext.realtime.hub.SubscriptionRequest;
import dev.pgext.realtime.hub.SubscriptionRequest.Transitions;
import dev.pgext.realtime.protocol.ClientMessage;
import dev.pgext.realtime.protocol.ClientMessageReader;
import dev.pgext.realtime.protocol.ClientMessageReader.Reading;
import dev.pgext.realtime.protocol.ServerMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one client says in pgext's own protocol, and what is done about it. Locks itself: a token's
 * end comes from a timer.
 */
public final class Conversation implements SocketHandler {
  private final Session session;
  private final ConversationServices services;
  private final Expiry expiry;
  private final Map<String, Subscription> subscriptions = new HashMap<>(4);
  private final Rooms rooms;
  private @Nullable Identity identity;
  private ApiError stranger = new AuthError.TokenRequired();

  private Conversation(Session session, ConversationServices services) {
    this.session = session;
    this.services = services;
    this.expiry = new Expiry(session, services, this::expired);
    this.rooms = new Rooms(session, services);
  }

  /** Greets a client. */
  public static Conversation open(
      Session session, Handshake handshake, ConversationServices services) {
    Conversation conversation = new Conversation(session, services);
    conversation.greet(Identity.authorization(handshake));
    return conversation;
  }

  private synchronized void greet(@Nullable String authorization) {
    Config.Connections limits = services.config().get().realtime().connections();
    session.send(
        Frame.text(
            ServerMessage.of("ready")
                .with("session", session.id())
                .with("epoch", services.epoch().getAsLong())
                .with("server", services.product())
                .with("heartbeat", limits.heartbeat().toSeconds())
                .bytes()));
    try {
      become(authorization);
    } catch (ApiException e) {
      if (authorization != null) {
        error(null, e.error());
      }
    }
  }

  /** Takes another identity, or keeps none: the fault is what later requests are answered. */
  private void become(@Nullable String authorization) {
    try {
      identity = Identity.of(services.authenticator().get().authenticate(authorization));
      expiry.watch(identity);
    } catch (ApiException e) {
      identity = null;
      stranger = e.error();
      throw e;
    }
  }

  @Override
  public synchronized void text(String message) {
    switch (ClientMessageReader.read(message)) {
      case Reading.Faulty faulty -> {
        error(faulty.id(), faulty.error());
        session.faulty(faulty.error());
      }
      case Reading.Understood understood -> handle(understood.message());
    }
  }

  @Override
  public synchronized void binary(byte[] message) {
    RealtimeError error = new RealtimeError.BadMessage("Messages are text here");
    error(null, error);
    session.faulty(error);
  }

  private void handle(ClientMessage message) {
    switch (message) {
      case ClientMessage.Auth auth -> authenticate(auth);
      case ClientMessage.Subscribe subscribe -> subscribe(subscribe);
      case ClientMessage.Unsubscribe unsubscribe -> unsubscribe(unsubscribe.id());
      case ClientMessage.Ping ping -> pong(ping);
      case ClientMessage.Channel channel -> join(channel);
      case ClientMessage.Broadcast broadcast ->
          inRoom(broadcast.channel(), () -> rooms.broadcast(broadcast));
      case ClientMessage.Presence presence ->
          inRoom(presence.channel(), () -> rooms.presence(presence));
    }
  }

  private void join(ClientMessage.Channel channel) {
    Identity client = identity;
    if (client == null) {
      error(channel.channel(), stranger);
    } else {
      inRoom(channel.channel(), () -> rooms.join(channel, client.viewer()));
    }
  }

  private void inRoom(String channel, Runnable action) {
    try {
      action.run();
    } catch (ApiException e) {
      error(channel, e.error());
    }
  }

  private void pong(ClientMessage.Ping ping) {
    session.send(Frame.text(ServerMessage.of("pong").withValue("ref", ping.ref()).bytes()));
  }

  /** A renewed token: what is subscribed goes on as far as it may. */
  private void authenticate(ClientMessage.Auth auth) {
    Identity before = identity;
    try {
      become(auth.token() == null ? null : Identity.bearer(auth.token()));
    } catch (ApiException e) {
      identity = before;
      error(null, e.error());
      return;
    }
    Identity now = identity;
    if (now != null) {
      subscriptions.values().forEach(subscription -> subscription.authorize(now.viewer()));
      rooms.authorize(now.viewer());
      session.send(
          Frame.text(ServerMessage.of("authenticated").with("role", now.viewer().role()).bytes()));
    }
  }

  private void subscribe(ClientMessage.Subscribe message) {
    Identity client = identity;
    if (client == null) {
      error(message.id(), stranger);
      return;
    }
    Subscription earlier = subscriptions.remove(message.id());
    if (earlier != null) {
      earlier.remove();
    }
    String schema =
        message.schema() == null
            ? services.config().get().database().defaultSchema()
            : message.schema();
    SubscriptionRequest request =
        new SubscriptionRequest(
            client.viewer(),
            schema,
            message.table(),
            message.events(),
            message.filter(),
            message.select(),
            Transitions.VIEW,
            message.transactions(),
            message.snapshot(),
            message.since(),
            new JsonEncoder(message.id()));
    TableNotices notices = new TableNotices(session, message, schema, this::forget);
    Subscription subscription = services.subscriptions().add(session, request, notices);
    subscriptions.put(message.id(), subscription);
    notices.belongTo(subscription);
  }

  /** A subscription ended by itself. */
  private synchronized void forget(String id, Subscription subscription) {
    subscriptions.remove(id, subscription);
  }

  private void unsubscribe(String id) {
    Subscription subscription = subscriptions.remove(id);
    if (subscription == null && !rooms.leave(id)) {
      error(id, new RealtimeError.UnknownName(id));
      return;
    }
    if (subscription != null) {
      subscription.remove();
    }
    session.send(Frame.text(ServerMessage.of("unsubscribed").with("id", id).bytes()));
  }

  /** The token is not valid any more: nothing is told until there is another. */
  private synchronized void expired(Identity old) {
    if (!old.equals(identity)) {
      return;
    }
    identity = null;
    stranger = new AuthError.InvalidClaims("JWT expired", null);
    if (subscriptions.isEmpty() && rooms.size() == 0) {
      error(null, stranger);
    }
    List.copyOf(subscriptions.keySet()).forEach(this::endExpired);
    rooms.endAll(stranger);
  }

  private void endExpired(String id) {
    Subscription subscription = subscriptions.remove(id);
    if (subscription != null) {
      subscription.remove();
      error(id, stranger);
    }
  }

  private void error(@Nullable String id, ApiError error) {
    session.send(ErrorFrame.of(id, error));
  }

  @Override
  public synchronized void closed() {
    expiry.cancel();
    subscriptions.clear();
    rooms.close();
  }
}

package dev.pgext.realtime.supabase;

import dev.pgext.error.ApiError;
import dev.pgext.error.ApiException;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.channel.ChannelEvent.Broadcast;
import dev.pgext.realtime.channel.ChannelEvent.Content;
import dev.pgext.realtime.channel.Membership;
import dev.pgext.realtime.channel.Outcome;
import dev.pgext.realtime.channel.Permissions;
import dev.pgext.realtime.hub.Frame;
import dev.pgext.realtime.hub.Subscription;
import dev.pgext.realtime.hub.SubscriptionRequest;
import dev.pgext.realtime.phoenix.BoundBinding;
import dev.pgext.realtime.phoenix.ClientMessage;
import dev.pgext.realtime.phoenix.JoinRequest;
import dev.pgext.realtime.phoenix.Payloads;
import dev.pgext.realtime.phoenix.UserBroadcast;
import dev.pgext.realtime.phoenix.UserBroadcast.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A channel that a client has joined, or is about to: the answer waits until every binding is live.
 *
 * <p>Thread-safe: the client's messages, the dispatcher and the timer meet here. The hub is never
 * called with the lock held.
 */
final class JoinedChannel {
  private final Admission admission;
  private final Line line;
  private final Join join;
  private final Seat seat;
  private final Membership<Frame> membership;
  private final Deadline deadline;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private List<Broadcast> replays = List.of();
  private Consumer<List<Frame>> place;
  private Consumer<JoinedChannel> whenEnded = ended -> {};
  private Identity identity;
  private int pending;
  private boolean ended;
  private boolean watchesPresence;

  /**
   * What was asked for.
   *
   * @param wanted subscriptions by the id of their binding
   */
  record Join(
      @Nullable String ref,
      JoinRequest request,
      List<BoundBinding> bindings,
      Map<Long, SubscriptionRequest> wanted) {}

  JoinedChannel(
      Admission admission, Line line, Join join, Identity identity, Permissions permissions) {
    SupabaseServices services = admission.protocol().services();
    JoinRequest request = join.request();
    String key = request.presenceKey().isEmpty() ? services.ids().get() : request.presenceKey();
    this.admission = admission;
    this.line = line;
    this.join = join;
    this.identity = identity;
    this.pending = join.wanted().size();
    this.place = frames -> frames.forEach(line.session()::send);
    this.deadline = new Deadline(services.timer(), services.clock());
    this.seat = new Seat(line.session(), PhoenixFormat.of(line.vsn()));
    this.membership =
        services.channels().join(Admission.name(line, request), seat, key, permissions);
  }

  @Nullable String joinRef() {
    return line.joinRef();
  }

  /** How much of the connection's bound it takes. */
  int size() {
    return 1 + join.wanted().size();
  }

  /**
   * Asks for everything that the join is to answer.
   *
   * @param listener hears when it ends by itself
   */
  void start(Consumer<JoinedChannel> listener) {
    whenEnded = listener;
    try {
      JoinRequest.ReplayRequest replay = join.request().replay();
      if (replay != null) {
        replays = admission.protocol().replays().of(line.channel(), replay);
      }
    } catch (ApiException e) {
      end();
      throw e;
    }
    if (join.wanted().isEmpty()) {
      answer();
      return;
    }
    if (join.wanted().size() > 1) {
      place = line.session().reserve();
    }
    join.wanted().forEach(this::subscribe);
  }

  private void subscribe(long binding, SubscriptionRequest request) {
    Cursor left = request.severalTables() ? request.since() : null;
    Subscription subscription =
        admission
            .protocol()
            .services()
            .subscriptions()
            .add(line.session(), request, new BindingListener(this, binding, left));
    if (!keep(subscription)) {
      subscription.remove();
    }
  }

  private synchronized boolean keep(Subscription subscription) {
    return !ended && subscriptions.add(subscription);
  }

  /** A binding is live. */
  void live(long binding, Cursor from) {
    admission.point().live(line.topic(), binding, from);
    if (countDown()) {
      answer();
    }
  }

  /** All tables of a schema cannot be resumed: the client is told to load its rows again. */
  void missed() {
    line.system("postgres_changes", "error", "Resync: changes were missed, load the rows again.");
  }

  private synchronized boolean countDown() {
    pending--;
    return pending == 0 && !ended;
  }

  private synchronized void answer() {
    if (ended) {
      return;
    }
    place.accept(hello());
    seat.open();
    if (join.request().presence()) {
      watchPresence();
    }
    watchToken();
  }

  private List<Frame> hello() {
    List<Frame> hello = new ArrayList<>();
    if (join.ref() != null) {
      hello.add(line.frame(join.ref(), "phx_reply", Payloads.joined(join.bindings())));
    }
    if (!join.bindings().isEmpty()) {
      hello.add(line.systemFrame("postgres_changes", "ok", "Subscribed to PostgreSQL"));
    }
    for (Broadcast replay : replays) {
      Frame frame = seat.replay(Admission.name(line, join.request()), replay);
      if (frame != null) {
        hello.add(frame);
      }
    }
    replays = List.of();
    return hello;
  }

  private void watchPresence() {
    watchesPresence = true;
    membership.watchPresence();
  }

  private void watchToken() {
    deadline.set(
        identity.validUntil(),
        () -> line.system("system", "ok", "Token is about to expire"),
        () -> fail("Token has expired"));
  }

  /** A binding was refused, or ended. */
  void stopped(ApiError error) {
    if (isJoining()) {
      if (end()) {
        line.reply(join.ref(), Payloads.refused(Refusals.of(error)));
      }
    } else if (!isEnded()) {
      line.system("postgres_changes", "error", Refusals.of(error));
    }
  }

  private synchronized boolean isJoining() {
    return pending > 0;
  }

  private synchronized Identity identity() {
    return identity;
  }

  private synchronized boolean isEnded() {
    return ended;
  }

  /** Carries out a message about this channel. */
  void handle(@Nullable String ref, ClientMessage message) {
    switch (message) {
      case ClientMessage.Broadcast push -> broadcast(ref, push.broadcast());
      case ClientMessage.Track track -> track(ref, track);
      case ClientMessage.Untrack untrack -> {
        membership.untrack();
        line.reply(ref, Payloads.ok());
      }
      case ClientMessage.AccessToken renewed -> renew(renewed.token());
      case ClientMessage.Invalid invalid -> line.reply(ref, Payloads.refused(invalid.reason()));
      case ClientMessage.Join other -> {}
      case ClientMessage.InvalidJoin other -> {}
      case ClientMessage.Leave other -> {}
      case ClientMessage.Heartbeat other -> {}
      case ClientMessage.Unknown other -> {}
    }
  }

  private void broadcast(@Nullable String ref, UserBroadcast push) {
    Content content = push.encoding() == Encoding.JSON ? Content.JSON : Content.BINARY;
    Outcome outcome =
        membership.broadcast(
            Broadcast.of(push.event(), content, push.payload()), join.request().echo());
    if (outcome != Outcome.SENT || join.request().acknowledge()) {
      line.reply(ref, answer(outcome));
    }
  }

  private void track(@Nullable String ref, ClientMessage.Track track) {
    Outcome outcome = membership.track(track.state().toString().getBytes(StandardCharsets.UTF_8));
    line.reply(ref, answer(outcome));
    if (outcome == Outcome.SENT) {
      watchPresenceFromNowOn();
    }
  }

  /** Who is seen sees: a client that did not ask for presences before gets them now. */
  private synchronized void watchPresenceFromNowOn() {
    if (!watchesPresence && !ended) {
      watchPresence();
    }
  }

  private byte[] answer(Outcome outcome) {
    return switch (outcome) {
      case SENT -> Payloads.ok();
      case FORBIDDEN -> Payloads.refused(Refusals.mute(line.channel()));
      case TOO_LARGE -> Payloads.refused(Refusals.PAYLOAD);
      case TOO_MANY -> Payloads.refused(Refusals.PRESENCES);
    };
  }

  /** Goes on as whoever the token is, if that one may be here. */
  private void renew(@Nullable String token) {
    if (token == null) {
      return;
    }
    try {
      Identity renewed = admission.identify(token);
      if (renewed.equals(identity())) {
        return;
      }
      Permissions now =
          admission
              .protocol()
              .services()
              .authorizer()
              .permissions(Admission.name(line, join.request()), renewed.viewer());
      if (!now.mayJoin() || now.losesAgainst(membership.permissions())) {
        fail(Refusals.revoked(line.channel()));
      } else {
        become(renewed, now);
      }
    } catch (ApiException e) {
      fail(Refusals.of(e.error()));
    }
  }

  private void become(Identity renewed, Permissions now) {
    membership.permit(now);
    List<Subscription> renewing;
    synchronized (this) {
      identity = renewed;
      watchToken();
      renewing = List.copyOf(subscriptions);
    }
    renewing.forEach(subscription -> subscription.authorize(renewed.viewer()));
  }

  /** Ends it so that the client joins again by itself, with the token that it has by then. */
  private void fail(String reason) {
    if (end()) {
      line.system("system", "error", reason);
      line.end("phx_error");
    }
  }

  /** The client left, or joins anew. */
  void close() {
    release();
    line.end("phx_close");
  }

  private boolean end() {
    boolean first = release();
    if (first) {
      whenEnded.accept(this);
    }
    return first;
  }

  /** Gives everything up, and says nothing; whether it was not done already. */
  boolean release() {
    List<Subscription> removed;
    synchronized (this) {
      if (ended) {
        return false;
      }
      ended = true;
      removed = List.copyOf(subscriptions);
      subscriptions.clear();
      if (pending > 0) {
        // Nothing comes at the place that was kept for the answer.
        place.accept(List.of());
      }
    }
    deadline.cancel();
    membership.leave();
    removed.forEach(Subscription::remove);
    return true;
  }
}

package dev.pgext.realtime.supabase;

import dev.pgext.realtime.cdc.Change.Operation;
import dev.pgext.realtime.channel.ChannelName;
import dev.pgext.realtime.channel.Permissions;
import dev.pgext.realtime.hub.SubscriptionRequest;
import dev.pgext.realtime.hub.SubscriptionRequest.Transitions;
import dev.pgext.realtime.phoenix.Binding;
import dev.pgext.realtime.phoenix.BoundBinding;
import dev.pgext.realtime.phoenix.JoinRequest;
import dev.pgext.realtime.visibility.Viewer;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a join is granted.
 *
 * @param key as whom the connection was opened
 */
record Admission(SupabaseProtocol protocol, ApiKey key, ResumePoint point) {
  private static final String CHANGES = "RealtimeDisabledForConfiguration: ";

  /**
   * Grants a join, or not; asks the database about private channels.
   *
   * @param taken how many channels and subscriptions the connection has already
   * @throws dev.pgext.error.ApiException where a token or a policy says no
   */
  JoinedChannel admit(Line line, @Nullable String ref, JoinRequest request, int taken)
      throws RefusedJoinException {
    if (!line.topic().startsWith(PhoenixFormat.PREFIX)) {
      throw new RefusedJoinException(Refusals.UNMATCHED);
    }
    if (line.channel().isEmpty()) {
      throw new RefusedJoinException(Refusals.TOPIC);
    }
    List<BoundBinding> bindings = BoundBinding.number(request.bindings());
    if (taken + 1 + bindings.size() > protocol.services().most()) {
      throw new RefusedJoinException(Refusals.TOO_MANY);
    }
    Identity identity = identify(request.accessToken());
    Permissions permissions = permissions(line, request, identity.viewer());
    Map<Long, SubscriptionRequest> wanted = subscriptions(line, bindings, identity.viewer());
    return new JoinedChannel(
        this, line, new JoinedChannel.Join(ref, request, bindings, wanted), identity, permissions);
  }

  /** Whose token it is; the connection's where it says no more than that. */
  Identity identify(@Nullable String token) {
    boolean own = token != null && !key.says(token);
    return protocol.tokens().identify(own ? token : key.token());
  }

  static ChannelName name(Line line, JoinRequest request) {
    return new ChannelName(line.channel(), request.privateChannel());
  }

  private Permissions permissions(Line line, JoinRequest request, Viewer viewer)
      throws RefusedJoinException {
    if (request.replay() != null && !request.privateChannel()) {
      throw new RefusedJoinException(Refusals.PUBLIC_REPLAY);
    }
    Permissions permissions =
        protocol.services().authorizer().permissions(name(line, request), viewer);
    boolean deafReplay = request.replay() != null && !permissions.readBroadcasts();
    if (!permissions.mayJoin() || deafReplay) {
      throw new RefusedJoinException(Refusals.unauthorized(line.channel()));
    }
    return permissions;
  }

  /** Equal bindings share a subscription: each event calls all of them. */
  private Map<Long, SubscriptionRequest> subscriptions(
      Line line, List<BoundBinding> bindings, Viewer viewer) throws RefusedJoinException {
    Map<Long, SubscriptionRequest> wanted = new LinkedHashMap<>();
    for (BoundBinding bound : bindings) {
      if (!wanted.containsKey(bound.id())) {
        wanted.put(bound.id(), subscription(line, bound, viewer));
      }
    }
    return wanted;
  }

  private SubscriptionRequest subscription(Line line, BoundBinding bound, Viewer viewer)
      throws RefusedJoinException {
    Binding binding = bound.binding();
    if (binding.fault() != null) {
      throw new RefusedJoinException(CHANGES + binding.fault());
    }
    return new SubscriptionRequest(
        viewer,
        unlessAll(binding.schema()),
        unlessAll(binding.table()),
        events(binding.event()),
        filter(binding.filter()),
        binding.columns(),
        Transitions.WRITTEN,
        false,
        false,
        point.of(line.topic(), bound.id()),
        new BindingEncoder(line.vsn(), line.channel(), bound.id(), protocol.types()));
  }

  private static @Nullable String unlessAll(String name) {
    return name.equals(Binding.ALL) ? null : name;
  }

  private static Set<Operation> events(String event) {
    return event.equals(Binding.ALL)
        ? EnumSet.allOf(Operation.class)
        : EnumSet.of(Operation.valueOf(event));
  }

  private static @Nullable String filter(@Nullable String filter) throws RefusedJoinException {
    if (filter == null) {
      return null;
    }
    return FilterTranslation.translate(filter)
        .orElseThrow(
            () -> new RefusedJoinException(CHANGES + "Error parsing `filter` params: " + filter));
  }
}

package dev.pgext.realtime.hub;

import java.util.ArrayList;
import java.util.List;

/** Subscriptions with equal interests in one table. Guarded by the hub's boundary. */
final class Audience {
  private final Interest interest;
  private final List<Seat> seats = new ArrayList<>(1);
  private Binding binding;
  private long seen;

  /** Set by whoever decides for it; then nothing more is sent to it. */
  private volatile boolean stopped;

  Audience(Interest interest, Binding binding) {
    this.interest = interest;
    this.binding = binding;
  }

  Interest interest() {
    return interest;
  }

  Binding binding() {
    return binding;
  }

  void bind(Binding fresh) {
    binding = fresh;
  }

  /** Whether this is the first time that it is found for this change. */
  boolean firstFor(long change) {
    boolean first = seen != change;
    seen = change;
    return first;
  }

  List<Seat> seats() {
    return seats;
  }

  void add(Seat seat) {
    seat.place = seats.size();
    seats.add(seat);
  }

  /** Removes without regard to order. */
  void remove(Seat seat) {
    int place = seat.place;
    if (place < seats.size() && seats.get(place) == seat) {
      Seat last = seats.remove(seats.size() - 1);
      if (last != seat) {
        seats.set(place, last);
        last.place = place;
      }
    }
  }

  boolean stopped() {
    return stopped;
  }

  void stop() {
    stopped = true;
  }
}

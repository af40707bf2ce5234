package io.scorejar.bridge;

import io.scorejar.LiveEvent;
import io.scorejar.LiveScorer;
import io.scorejar.LiveStatus;
import io.scorejar.VersionPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One model: the version in service, which changes under one handle, and, where more than that are
 * wanted, each wanted version under a handle of its own. A version that is not wanted any more
 * keeps its handle for a while, for the calls that have chosen it already. {@link #poll}, {@link
 * #release} and {@link #close} want one thread at a time; the other methods wait for nobody.
 */
final class ServedModel {

  private final Handles handles;
  private final Version main;
  private final Duration linger;
  private volatile VersionPolicy policy = VersionPolicy.HIGHEST;

  // Copied for every change.
  private volatile Map<Long, Version> beside = Map.of();
  private final List<Leaving> leaving = new ArrayList<>();

  private record Version(LiveScorer live, int handle) {}

  private record Leaving(Version version, long since) {}

  private record What(LiveEvent.Kind kind, long version) {}

  ServedModel(LiveScorer live, Handles handles, Duration linger) {
    this.handles = handles;
    this.linger = linger;
    this.main = version(live);
  }

  private Version version(LiveScorer live) {
    return new Version(live, handles.add(Model.of(live)));
  }

  /** Wants versions from the next {@link #poll} on. */
  void want(Wanted versions) {
    VersionPolicy some = versions.policy();
    main.live().among(some.latest() == 0 ? some.specific() : Set.of());
    policy = some.also(versions.named());
  }

  /** One step; see {@link LiveScorer#poll}. */
  List<LiveEvent> poll() {
    List<LiveEvent> events = new ArrayList<>(main.live().poll());
    VersionPolicy now = policy;
    boolean one = now.equals(VersionPolicy.HIGHEST);
    if (!one || !beside.isEmpty()) {
      Set<Long> wanted = one ? Set.of() : Set.copyOf(now.wanted(status().versions()));
      events.addAll(turnTo(wanted, now.specific()));
    }
    endLeaving(linger);
    return told(events);
  }

  /**
   * @param wanted versions on disk
   * @param kept versions that serve on from memory where their files are gone
   */
  private List<LiveEvent> turnTo(Set<Long> wanted, Set<Long> kept) {
    List<LiveEvent> events = new ArrayList<>();
    Map<Long, Version> versions = new TreeMap<>();
    beside.forEach(
        (number, version) -> {
          if (wanted.contains(number) || kept.contains(number)) {
            versions.put(number, version);
          } else {
            leaving.add(new Leaving(version, System.nanoTime()));
            events.add(left(number));
          }
        });
    for (long number : wanted) {
      versions.computeIfAbsent(number, missing -> version(main.live().beside(missing)));
    }
    versions.values().forEach(each -> events.addAll(each.live().poll()));
    beside = versions;
    return events;
  }

  private LiveEvent left(long number) {
    String cause = "not wanted any more";
    return new LiveEvent(LiveEvent.Kind.RETIRED, status().model(), number, cause, 0);
  }

  /** Each event once, and none of a version's end while it serves under another handle. */
  private List<LiveEvent> told(List<LiveEvent> events) {
    Map<What, LiveEvent> told = new LinkedHashMap<>();
    for (LiveEvent event : events) {
      boolean ended = event.kind() == LiveEvent.Kind.RETIRED;
      if (!ended || !serves(event.version())) {
        told.putIfAbsent(new What(event.kind(), event.version()), event);
      }
    }
    return List.copyOf(told.values());
  }

  private boolean serves(long number) {
    Version other = beside.get(number);
    return serves(main, number) || (other != null && serves(other, number));
  }

  private static boolean serves(Version version, long number) {
    return version.live().serving().filter(jar -> jar.version() == number).isPresent();
  }

  /** Lets all versions go until the next {@link #poll}. */
  List<LiveEvent> release() {
    List<LiveEvent> events = new ArrayList<>(main.live().release());
    beside.values().forEach(each -> events.addAll(each.live().release()));
    endLeaving(Duration.ZERO);
    return told(events);
  }

  private void endLeaving(Duration after) {
    leaving.removeIf(
        each -> {
          boolean over = System.nanoTime() - each.since() >= after.toNanos();
          if (over) {
            end(each.version());
          }
          return over;
        });
  }

  private void end(Version version) {
    handles.remove(version.handle());
    version.live().close();
  }

  /** The handle of the version in service. */
  int handle() {
    return main.handle();
  }

  /** Whether a version is in service. */
  boolean serves() {
    return main.live().serving().isPresent();
  }

  /** How the version in service stood after the last {@link #poll}. */
  LiveStatus status() {
    return main.live().status();
  }

  /** The handles of the versions that answer under handles of their own, by version. */
  Map<Long, Integer> beside() {
    Map<Long, Integer> answering = new TreeMap<>();
    beside.forEach(
        (number, version) -> {
          if (serves(version, number)) {
            answering.put(number, version.handle());
          }
        });
    return answering;
  }

  /** Why versions do not serve, by version. */
  Map<Long, String> refused() {
    Map<Long, String> causes = new TreeMap<>(status().refused());
    beside.values().forEach(each -> causes.putAll(each.live().status().refused()));
    return causes;
  }

  /** Lets all go for good; calls under way end as ever. */
  void close() {
    end(main);
    beside.values().forEach(this::end);
    endLeaving(Duration.ZERO);
    beside = Map.of();
  }
}

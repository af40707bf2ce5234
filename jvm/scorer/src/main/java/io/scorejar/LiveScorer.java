package io.scorejar;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A model that can change while it is in use: the newest good version in a repository.
 *
 * <pre>{@code
 * try (LiveScorer live = LiveScorer.watch(Path.of("models"), "credit")) {
 *   ScorerJar jar = live.current();            // one version, for as long as you hold it
 *   Map<String, Object> answer = jar.scorer().score(row);
 * }
 * }</pre>
 *
 * <p>Assumptions: (1) files are put into the repository by a rename, whole; one that is not is
 * refused and looked at again when it has changed.
 *
 * <p>Guarantees: (1) {@link #current} is one volatile read: it never waits for a version that is
 * being loaded; (2) all that is asked of one {@link ScorerJar} comes from one version and fits its
 * schema; (3) a version serves only after it was read whole, its digest, format, name, schema and
 * evidence were found right, and it is warm; (4) a version that fails at any of these leaves the
 * one in service in place, and is not tried again until its file changes; trouble in reading, such
 * as too many open files, is the exception and is tried again; (5) the wanted version is the
 * highest, or the pinned one; where it cannot serve, the next lower one that can does, but never
 * one below the version in service, unless that one's file is gone; (6) a version whose file is
 * gone, without another to take its place, goes on serving from memory, and {@link #status} says
 * so; (7) a version that was replaced is not closed but forgotten: calls under way hold it, and it
 * holds nothing outside the heap, so that the garbage collector ends it after its last call; (8)
 * where {@link SwapOrder#RESOURCE} is wanted, (1), (4) and (5) end with the moment in which the old
 * version ends: see there.
 */
public final class LiveScorer implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("io.scorejar");

  private final ModelRepository repository;
  private final String model;
  private final VersionLoader loader;
  private final Supplier<Optional<ScorerJar>> neighbour; // Whose schema counts while none serves.
  private final Consumer<LiveEvent> listener;
  private final Map<Long, Refusal> refused = new TreeMap<>(); // Guarded by this.

  // The one write that swaps: whoever reads it has one version, whole.
  private volatile Optional<ScorerJar> serving = Optional.empty();
  private volatile LiveStatus status;
  private volatile OptionalLong pinned = OptionalLong.empty();
  private volatile Set<Long> among = Set.of(); // Any, where it is empty.
  private volatile boolean closed;
  private Fingerprint inService; // Of the file in service. Guarded by this, as is the next.
  private boolean removed;
  private Watcher watcher; // Set once, before the object is handed out.

  private record Refusal(Fingerprint fingerprint, String cause, boolean passing) {}

  private LiveScorer(
      ModelRepository repository,
      String model,
      VersionLoader loader,
      Supplier<Optional<ScorerJar>> neighbour,
      Consumer<LiveEvent> listener) {
    ModelVersion.requireModel(model);
    this.repository = Objects.requireNonNull(repository, "repository");
    this.model = model;
    this.loader = loader;
    this.neighbour = neighbour;
    this.listener = Objects.requireNonNull(listener, "listener");
    this.status = status(List.of(), Optional.empty());
  }

  /**
   * Loads the newest good version and looks for others every second, on a thread of its own. Events
   * are logged under {@code io.scorejar}.
   *
   * @throws BadModelException if no version serves, with the causes
   */
  public static LiveScorer watch(Path repository, String model) {
    return watch(repository, model, LiveOptions.defaults(), LiveEvent::log);
  }

  /**
   * As {@link #watch(Path, String)}, with options and a listener, which is told every event on the
   * thread that looks and should be quick. It logs if it wants to: {@link LiveEvent#log}.
   */
  public static LiveScorer watch(
      Path repository, String model, LiveOptions options, Consumer<LiveEvent> listener) {
    LiveScorer live = of(ModelRepository.of(repository), model, options, listener);
    live.poll();
    if (live.serving().isEmpty()) {
      throw live.nothingServes();
    }
    live.watcher = Watcher.start("scorejar-" + model, options.interval(), live::poll);
    return live;
  }

  /** A model that is looked after by hand: nothing is loaded before the first {@link #poll}. */
  public static LiveScorer of(
      ModelRepository repository, String model, LiveOptions options, Consumer<LiveEvent> listener) {
    VersionLoader loader = new VersionLoader(Objects.requireNonNull(options, "options"));
    return new LiveScorer(repository, model, loader, Optional::empty, listener);
  }

  /**
   * Another version of the same model, to serve beside this one, looked after by hand. What one of
   * them has loaded the other takes as it is; its schema has to be that of the version in service
   * here, as for one that replaces it.
   */
  public LiveScorer beside(long version) {
    LiveScorer other = new LiveScorer(repository, model, loader, this::serving, listener);
    other.pin(version);
    return other;
  }

  /**
   * The version in service. Hold it for what belongs together, such as encoding a row and scoring
   * it, and ask anew for the next.
   *
   * @throws BadModelException if no version serves, with the causes
   * @throws IllegalStateException if this is closed
   */
  public ScorerJar current() {
    Optional<ScorerJar> now = serving;
    if (now.isEmpty()) {
      throw closed
          ? new IllegalStateException(model + ": expected an open model, got a closed one")
          : nothingServes();
    }
    return now.get();
  }

  /** The version in service, if there is one. Neither waits nor allocates. */
  public Optional<ScorerJar> serving() {
    return serving;
  }

  /** How things stood after the last {@link #poll}. */
  public LiveStatus status() {
    return status;
  }

  /** Wants one version, whether it is the highest or not, from the next {@link #poll} on. */
  public void pin(long version) {
    ModelVersion.requireNumber(version);
    pinned = OptionalLong.of(version);
  }

  /** Wants the highest of these versions, from the next {@link #poll} on; of all, if empty. */
  public void among(Set<Long> versions) {
    among = Set.copyOf(versions);
  }

  /** Wants the highest version again, from the next {@link #poll} on. */
  public void unpin() {
    pinned = OptionalLong.empty();
  }

  /**
   * Takes one step from what serves to what is wanted: looks at the repository and, if need be,
   * loads. Where nothing changed it costs a look at names and times. Calls wait for each other.
   *
   * @return what happened, in order
   */
  public synchronized List<LiveEvent> poll() {
    if (closed) {
      return List.of();
    }
    List<LiveEvent> events = new ArrayList<>();
    try {
      List<ModelVersion> versions = repository.versions(model);
      refused.keySet().retainAll(numbers(versions));
      step(versions, events);
      noticeRemoval(versions, events);
      status = status(numbers(versions), Optional.empty());
    } catch (BadModelException e) {
      // The repository cannot be listed: nothing is known, so nothing changes.
      if (!Optional.of(e.getMessage()).equals(status.trouble())) {
        LOG.log(Level.WARNING, e.getMessage());
      }
      status = status(status.versions(), Optional.of(e.getMessage()));
    }
    events.forEach(this::tell);
    return events;
  }

  /**
   * Lets the version in service go, as {@link #close} does, until the next {@link #poll} loads one.
   *
   * @return what happened: that it was retired, or nothing where none served
   */
  public synchronized List<LiveEvent> release() {
    if (serving.isEmpty()) {
      return List.of();
    }
    long version = serving.get().version();
    serving = Optional.empty();
    inService = null;
    removed = false;
    status = status(status.versions(), status.trouble());
    LiveEvent event = new LiveEvent(LiveEvent.Kind.RETIRED, model, version, "unloaded", 0);
    tell(event);
    return List.of(event);
  }

  private void step(List<ModelVersion> versions, List<LiveEvent> events) {
    OptionalLong pin = pinned;
    Set<Long> some = among;
    List<ModelVersion> candidates =
        versions.stream()
            .filter(version -> pin.isEmpty() || version.number() == pin.getAsLong())
            .filter(version -> some.isEmpty() || some.contains(version.number()))
            .sorted(Comparator.reverseOrder())
            .toList();
    for (ModelVersion candidate : candidates) {
      Optional<Fingerprint> fingerprint = Fingerprint.of(candidate.path());
      boolean serves = serves(candidate.number());
      if (fingerprint.isPresent() && isNew(candidate, fingerprint.get(), serves)) {
        serves |= load(candidate, fingerprint.get(), events);
      }
      if (serves) {
        return;
      }
    }
  }

  private boolean serves(long version) {
    return serving.filter(jar -> jar.version() == version).isPresent();
  }

  private boolean isNew(ModelVersion candidate, Fingerprint fingerprint, boolean serves) {
    if (serves && fingerprint.equals(inService)) {
      return false;
    }
    Refusal refusal = refused.get(candidate.number());
    return refusal == null || refusal.passing() || !refusal.fingerprint().equals(fingerprint);
  }

  /** Whether the candidate serves now. */
  private boolean load(ModelVersion candidate, Fingerprint fingerprint, List<LiveEvent> events) {
    long start = System.nanoTime();
    try {
      Optional<ScorerJar> before = serving;
      ScorerJar beside = before.or(neighbour).orElse(null);
      Optional<JarContents> contents = loader.read(candidate, before.orElse(null), beside);
      if (contents.isPresent()) {
        replace(candidate, contents.get(), start, events);
      }
      inService = fingerprint;
      refused.remove(candidate.number());
      return true;
    } catch (RuntimeException | Error e) {
      String cause = e instanceof ScorejarException ? e.getMessage() : candidate.path() + ": " + e;
      Refusal old =
          refused.put(candidate.number(), new Refusal(fingerprint, cause, loader.mayPass(e)));
      if (old == null || !old.cause().equals(cause) || !old.fingerprint().equals(fingerprint)) {
        events.add(event(LiveEvent.Kind.REFUSED, candidate.number(), cause, start));
      }
      return false;
    }
  }

  private void replace(
      ModelVersion candidate, JarContents contents, long start, List<LiveEvent> events) {
    OptionalLong before = servingNumber();
    LiveEvent retired =
        new LiveEvent(
            LiveEvent.Kind.RETIRED,
            model,
            before.orElse(0),
            "replaced by " + candidate.number(),
            0);
    if (before.isPresent() && loader.endsFirst()) {
      // From here on nobody but the calls under way holds it: its memory is free for the next one.
      serving = Optional.empty();
      events.add(retired);
    }
    serving = Optional.of(loader.open(candidate, contents));
    events.add(event(LiveEvent.Kind.LOADED, candidate.number(), "", start));
    if (before.isPresent() && !loader.endsFirst()) {
      events.add(retired);
    }
  }

  private LiveEvent event(LiveEvent.Kind kind, long version, String cause, long start) {
    return new LiveEvent(kind, model, version, cause, (System.nanoTime() - start) / 1e9);
  }

  private void noticeRemoval(List<ModelVersion> versions, List<LiveEvent> events) {
    OptionalLong number = servingNumber();
    boolean gone = number.isPresent() && !numbers(versions).contains(number.getAsLong());
    if (gone && !removed) {
      String cause = "its file is gone; it serves from memory";
      events.add(new LiveEvent(LiveEvent.Kind.REMOVED, model, number.getAsLong(), cause, 0));
    }
    removed = gone;
  }

  private OptionalLong servingNumber() {
    return serving.stream().mapToLong(ScorerJar::version).findFirst();
  }

  private LiveStatus status(List<Long> versions, Optional<String> trouble) {
    Map<Long, String> causes = new TreeMap<>();
    refused.forEach((version, refusal) -> causes.put(version, refusal.cause()));
    return new LiveStatus(
        model,
        servingNumber(),
        removed,
        pinned,
        versions,
        Collections.unmodifiableMap(causes),
        trouble);
  }

  private static List<Long> numbers(List<ModelVersion> versions) {
    return versions.stream().map(ModelVersion::number).toList();
  }

  private void tell(LiveEvent event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a listener failed on " + event, e);
    }
  }

  private BadModelException nothingServes() {
    LiveStatus now = status;
    String causes = now.refused().values().stream().collect(Collectors.joining("; "));
    String got = now.trouble().orElse(causes.isEmpty() ? "no version there" : causes);
    return new BadModelException(
        repository.directory().resolve(model) + ": expected a version that serves, got " + got);
  }

  /** Stops looking and lets the version in service go; calls under way end as ever. */
  @Override
  public void close() {
    if (watcher != null) {
      watcher.close();
    }
    synchronized (this) {
      closed = true;
      serving = Optional.empty();
    }
  }
}

package io.scorejar.bridge;

import io.scorejar.BadModelException;
import io.scorejar.InternalException;
import io.scorejar.LiveEvent;
import io.scorejar.LiveScorer;
import io.scorejar.LiveStatus;
import io.scorejar.ModelRepository;
import io.scorejar.ScorejarException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * All models of a repository, each with its live version and its handle. {@link #poll} and {@link
 * #close} wait for each other; the other methods wait for nobody. What a poll loads is loaded by a
 * thread of the repository's own: the caller's may be held back by locks of its language.
 */
final class ServedRepository {

  private static final System.Logger LOG = System.getLogger("io.scorejar");

  private static final String OTHERS = "*";

  /** Its name, by which callers find it to lower its priority: 15 letters, as Linux keeps them. */
  private static final String LOADER = "scorejar-loader";

  // Longer than a request that chose a version waits for its turn.
  private static final Duration LINGER = Duration.ofSeconds(30);

  private final ModelRepository repository;
  private final RepositoryOptions options;
  private final Handles handles;
  private final ExecutorService loader =
      Executors.newSingleThreadExecutor(ServedRepository::loader);

  // Copied for every change, so that a poll that loads for seconds keeps nobody waiting.
  private volatile SortedMap<String, ServedModel> models = new TreeMap<>();

  // Names of models that are not to serve.
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  // What is wanted of models, whether or not they are there, and of all OTHERS.
  private final Map<String, Wanted> wanted = new ConcurrentHashMap<>();

  private ServedRepository(ModelRepository repository, RepositoryOptions options, Handles handles) {
    this.repository = repository;
    this.options = options;
    this.handles = handles;
  }

  /** Opens a folder; models are loaded by the first {@link #poll}. */
  static ServedRepository open(Path directory, RepositoryOptions options, Handles handles) {
    return new ServedRepository(ModelRepository.of(directory), options, handles);
  }

  /** One step over all models: new ones, changed ones, and those that are gone. */
  synchronized List<Map<String, Object>> poll() {
    Future<List<Map<String, Object>>> events = loader.submit(this::step);
    try {
      return events.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InternalException("poll: it was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ScorejarException known) {
        throw known;
      }
      throw new InternalException("poll: " + e.getCause(), e);
    }
  }

  private static Thread loader(Runnable work) {
    Thread thread = new Thread(work, LOADER);
    thread.setDaemon(true);
    thread.setContextClassLoader(ServedRepository.class.getClassLoader());
    return thread;
  }

  private List<Map<String, Object>> step() {
    findNew();
    List<Map<String, Object>> events = new ArrayList<>();
    models.forEach(
        (name, served) -> {
          if (held.contains(name)) {
            served.release().forEach(event -> events.add(json(event)));
            return;
          }
          served.want(wanted.getOrDefault(name, others()));
          served.poll().forEach(event -> events.add(json(event)));
          if (!served.serves() && served.status().versions().isEmpty()) {
            forget(name);
          }
        });
    return events;
  }

  /** Wants a model to serve nothing, or what it would, from the next {@link #poll} on. */
  void hold(String name, boolean hold) {
    if (hold) {
      held.add(name);
    } else {
      held.remove(name);
    }
  }

  /** Wants versions of a model from the next {@link #poll} on; see {@link ServedModel#want}. */
  void want(String name, Wanted versions) {
    wanted.put(name, versions);
  }

  private Wanted others() {
    return wanted.getOrDefault(OTHERS, Wanted.HIGHEST);
  }

  /** Adds models that were not there before. If the folder cannot be listed, those known go on. */
  private void findNew() {
    try {
      repository.models().stream().filter(name -> !models.containsKey(name)).forEach(this::add);
    } catch (BadModelException e) {
      LOG.log(Level.WARNING, e.getMessage());
    }
  }

  private void add(String name) {
    LiveScorer live = LiveScorer.of(repository, name, options.live(), event -> {});
    Long pin = options.pins().get(name);
    if (pin != null) {
      live.pin(pin);
    }
    SortedMap<String, ServedModel> more = new TreeMap<>(models);
    more.put(name, new ServedModel(live, handles, LINGER));
    models = more;
  }

  private void forget(String name) {
    SortedMap<String, ServedModel> fewer = new TreeMap<>(models);
    fewer.remove(name).close();
    models = fewer;
  }

  /** The handle of a model that serves, or 0. */
  int handle(String name) {
    ServedModel served = models.get(name);
    return served == null || !served.serves() ? 0 : served.handle();
  }

  /** How each model stands. */
  List<Map<String, Object>> describe() {
    return models.values().stream().map(this::json).toList();
  }

  private Map<String, Object> json(ServedModel served) {
    LiveStatus status = served.status();
    boolean serves = status.serving().isPresent();
    String idle = held.contains(status.model()) ? "unloaded" : "unavailable";
    List<Map<String, Object>> refused = new ArrayList<>();
    served
        .refused()
        .forEach((version, cause) -> refused.add(Map.of("version", version, "cause", cause)));
    List<Map<String, Object>> beside = new ArrayList<>();
    served
        .beside()
        .forEach((version, handle) -> beside.add(Map.of("version", version, "handle", handle)));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", status.model());
    json.put("version", serves ? status.serving().getAsLong() : null);
    json.put("state", serves ? "serving" : idle);
    json.put("handle", served.handle());
    json.put("beside", beside);
    json.put("removed", status.removed());
    json.put("pinned", status.pinned().isPresent() ? status.pinned().getAsLong() : null);
    json.put("versions", status.versions());
    json.put("refused", refused);
    json.put("trouble", status.trouble().orElse(null));
    return json;
  }

  private static Map<String, Object> json(LiveEvent event) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", event.model());
    json.put("event", event.kind().name().toLowerCase(Locale.ROOT));
    json.put("version", event.version());
    json.put("cause", event.cause());
    json.put("seconds", event.seconds());
    return json;
  }

  /** Lets all models go; calls under way end as ever. */
  synchronized void close() {
    loader.shutdown();
    models.values().forEach(ServedModel::close);
    models = new TreeMap<>();
  }
}

package io.scorejar.bridge;

import io.scorejar.BadModelException;
import io.scorejar.Check;
import io.scorejar.InternalException;
import io.scorejar.ScorerJar;
import io.scorejar.internal.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The library for callers in another language: static methods over ints, longs, strings, bytes and
 * buffers.
 *
 * <p>No object of a model's own class ever leaves: JPype keeps each class that it has seen, which
 * would keep every retired version alive. No name stands for two methods, because JPype is fastest,
 * and in 1.7.1 only then free of races, where it need not choose.
 *
 * <p>Handles are ints from 1 on, good for all threads until they are closed. A model handle stays
 * good over swaps. Methods that open, describe or verify throw {@link
 * io.scorejar.ScorejarException}; {@link #score}, {@link #scoreNamed} and {@link #scoreBytes} never
 * throw and tell a status instead: the version that answered, or
 *
 * <ul>
 *   <li>{@value #INVALID_ROW}: a row is wrong;
 *   <li>{@value #SCHEMA_CHANGED}: the schema is not the one that the rows were encoded by: {@link
 *       #describe} again, encode again;
 *   <li>{@value #NOT_SERVING}: no version is in service, or the handle is closed;
 *   <li>{@value #INTERNAL}: our own fault;
 *   <li>{@value #TOO_MANY}: more rows than the lane holds.
 * </ul>
 */
public final class Bridge {

  public static final long INVALID_ROW = -1;
  public static final long SCHEMA_CHANGED = -2;
  public static final long NOT_SERVING = -3;
  public static final long INTERNAL = -4;
  public static final long TOO_MANY = -5;

  private static final Handles HANDLES = new Handles();

  private Bridge() {}

  /**
   * Opens one jar, whose version then never changes.
   *
   * @param engine an engine's name, or {@code auto}
   * @return a model handle
   */
  public static int openJar(String path, String engine) {
    return HANDLES.add(Model.of(ScorerJar.open(path(path), engine)));
  }

  /**
   * Opens a repository; nothing is loaded before the first {@link #poll}.
   *
   * @param optionsJson see {@link RepositoryOptions}
   * @return a repository handle
   */
  public static int openRepository(String directory, String optionsJson) {
    RepositoryOptions options = RepositoryOptions.read(optionsJson);
    return HANDLES.add(ServedRepository.open(path(directory), options, HANDLES));
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new BadModelException("path: expected one of this system, got " + e.getMessage(), e);
    }
  }

  /**
   * Closes a repository with its models, or a jar. Calls under way end as ever. A handle that is
   * closed, unknown, or of a model that belongs to a repository is left alone.
   */
  public static void close(int handle) {
    ServedRepository repository = HANDLES.find(handle, ServedRepository.class);
    if (repository != null) {
      repository.close();
      HANDLES.remove(handle);
    }
    Model model = HANDLES.find(handle, Model.class);
    if (model != null && !model.isLive()) {
      model.close();
      HANDLES.remove(handle);
    }
  }

  /**
   * Takes one step over all models of a repository: loads what is new, retires what is replaced.
   * Where nothing changed it only looks at names and times. Calls wait for each other.
   *
   * @return a JSON list of {@code {"model", "event", "version", "cause", "seconds"}}; events are
   *     {@code loaded}, {@code refused}, {@code retired} and {@code removed}
   */
  public static String poll(int repository) {
    return Json.write(repository(repository).poll());
  }

  /**
   * Wants a model of a repository to serve nothing, or what it would, from the next {@link #poll}
   * on. A model that is not there is held when it comes.
   */
  public static void hold(int repository, String model, boolean hold) {
    repository(repository).hold(model, hold);
  }

  /**
   * Wants versions of a model to serve at once from the next {@link #poll} on: each has a handle of
   * its own then, besides the model's. Without this it is the highest version alone, under the
   * model's handle.
   *
   * @param model the model's name, or {@code *} for all of which nothing else was wanted
   * @param wantedJson see {@link Wanted}
   */
  public static void want(int repository, String model, String wantedJson) {
    repository(repository).want(model, Wanted.read(wantedJson));
  }

  /**
   * Tells how each model stands, without waiting for a poll.
   *
   * @return a JSON list of {@code {"model", "version", "state", "handle", "beside": [{"version",
   *     "handle"}], "removed", "pinned", "versions", "refused": [{"version", "cause"}],
   *     "trouble"}}; the state is {@code serving}, {@code unavailable}, or {@code unloaded} where
   *     the model is held
   */
  public static String models(int repository) {
    return Json.write(repository(repository).describe());
  }

  /**
   * Tells what the JVM knows of itself: bytes, numbers and seconds since it started.
   *
   * @return JSON: {@code {"pid", "class_loaders", "classes", "metaspace", "heap_used", "heap_max",
   *     "collectors": {name: {"count", "seconds"}}}}; class loaders are those of jars
   */
  public static String figures() {
    return Json.write(JvmFigures.now());
  }

  /** The handle of a model, or 0 if it is unknown or no version of it serves. */
  public static int model(int repository, String name) {
    return repository(repository).handle(name);
  }

  private static ServedRepository repository(int handle) {
    ServedRepository repository = HANDLES.find(handle, ServedRepository.class);
    if (repository == null) {
      throw new InternalException("repository " + handle + ": expected an open one");
    }
    return repository;
  }

  /**
   * Describes the version in service.
   *
   * @return its manifest as JSON, with {@code engine}, {@code schema_id}, {@code digest} and {@code
   *     kernels} besides, which are the lines of {@link io.scorejar.Scorer#describe}
   */
  public static String describe(int model) {
    ScorerJar jar = current(model);
    Map<String, Object> json = jar.manifest().toJson();
    json.put("engine", jar.engine());
    json.put("schema_id", jar.schema().id());
    json.put("digest", jar.digest());
    json.put("kernels", jar.scorer().describe());
    return Json.write(json);
  }

  /**
   * Asks the version in service its sample of evidence.
   *
   * @return JSON: {@code {"model", "version", "engine", "rows", "refusals", "differing",
   *     "max_ulps", "max_difference", "agrees", "first_difference"}}; {@code max_difference} is
   *     null where it is no number
   */
  public static String verify(int model) {
    ScorerJar jar = current(model);
    Check check = jar.verify();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", jar.model());
    json.put("version", jar.version());
    json.put("engine", check.engine());
    json.put("rows", check.rows());
    json.put("refusals", check.refusals());
    json.put("differing", check.differing());
    json.put("max_ulps", check.maxUlps());
    json.put(
        "max_difference", Double.isFinite(check.maxDifference()) ? check.maxDifference() : null);
    json.put("agrees", check.agrees());
    json.put("first_difference", check.firstDifference().orElse(null));
    return Json.write(json);
  }

  /**
   * Compares the rows that the version in service has scored lately with those of its training.
   *
   * @return JSON: {@code {"model", "version", "drift"}}; {@code drift} is as {@link
   *     io.scorejar.DriftWindow#toJson} has it, or null where the jar has no statistics or nobody
   *     wants to know
   */
  public static String drift(int model) {
    ScorerJar jar = current(model);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", jar.model());
    json.put("version", jar.version());
    json.put("drift", jar.drift() == null ? null : jar.drift().toJson());
    return Json.write(json);
  }

  /**
   * Tells what the version in service can explain.
   *
   * @return JSON: {@code {"version", "schema_id", "answers": [name, ...], "columns": [name, ...]}}
   */
  public static String reasons(int model) {
    return ReasonCalls.describe(open(model));
  }

  /**
   * Explains rows that come as bytes, as {@link io.scorejar.reasons.Reasons#explain(double[], int,
   * double[])} does.
   *
   * @param rows {@code count} rows of little-endian doubles, row-major
   * @param schemaId as for {@link #score}
   * @return the version or a status as 8 bytes, big-endian; then the numbers as little-endian
   *     doubles, or the error's text as UTF-8
   */
  public static byte[] explainBytes(int model, byte[] rows, int count, long schemaId) {
    try {
      ScorerJar jar = serving(model);
      return jar == null
          ? Status.notServing(model).bytes()
          : ReasonCalls.explain(open(model), jar, rows, count, schemaId);
    } catch (Throwable e) {
      return Status.of(e).bytes();
    }
  }

  private static Model open(int handle) {
    Model model = HANDLES.find(handle, Model.class);
    if (model == null) {
      throw new InternalException("model " + handle + ": expected an open one");
    }
    return model;
  }

  private static ScorerJar current(int handle) {
    return open(handle).current();
  }

  /**
   * Makes a lane of three buffers in native order, which the caller shares with us for as long as
   * the lane is open. Each thread needs a lane of its own.
   *
   * @param call four longs, for {@link #scoreLane} and {@link #entry}: model, number of rows and
   *     schema, as {@link #score} takes them, and the status, which we write
   * @param rows doubles, row-major
   * @param answers doubles, row-major
   * @return a lane handle
   */
  public static int lane(ByteBuffer call, ByteBuffer rows, ByteBuffer answers) {
    return HANDLES.add(new Lane(HANDLES, call, rows, answers));
  }

  /** Lets a lane's buffers go. Closing twice is safe. */
  public static void closeLane(int lane) {
    if (HANDLES.find(lane, Lane.class) != null) {
      HANDLES.remove(lane);
    }
  }

  /**
   * Scores the rows that stand in a lane; the answers stand there afterwards.
   *
   * @param count how many rows, row-major from the buffer's beginning
   * @param schemaId the {@code schema_id} by which the rows were encoded
   * @return the version that answered, or a status; {@link #error} has the text
   */
  public static long score(int model, int lane, int count, long schemaId) {
    Lane buffers = HANDLES.find(lane, Lane.class);
    return buffers == null ? INTERNAL : buffers.score(model, count, schemaId);
  }

  /**
   * Does what a lane's buffer of calls says and puts the status there: {@link #score} for callers
   * to whom each argument and each result costs. A lane that is not open is left alone.
   */
  public static void scoreLane(int lane) {
    Lane buffers = HANDLES.find(lane, Lane.class);
    if (buffers != null) {
      buffers.run();
    }
  }

  /**
   * {@link #scoreLane} for one lane as a C function {@code int64_t f(void)} that returns the
   * status. It stays callable when the lane is closed, for its buffers stay in use then.
   *
   * @return its address, or 0 where Java is older than 25 or native access is not enabled
   */
  public static long entry(int lane) {
    NativeAccess here = NativeAccess.HERE;
    Lane buffers = HANDLES.find(lane, Lane.class);
    return buffers == null || here == null ? 0 : here.function(buffers, 0);
  }

  /**
   * A C function that CPython calls as one of its own, {@code PyObject *f(PyObject *self, PyObject
   * *array)}: a row of shape (1, inputs), float64 and contiguous, to a new array of shape (1,
   * outputs), or to None where anything is unusual or wrong. {@code self} is an array of two int64,
   * the model and the schema as {@link #score} takes them. It is good until the JVM ends.
   *
   * @param ndarray the address of NumPy's type of arrays
   * @param float64 that of its descriptor of doubles
   * @param none that of None
   * @param incRef {@code Py_IncRef}
   * @param newArray {@code PyArray_New}
   * @return its address, or 0 as for {@link #entry}
   */
  public static long arrayFunction(
      long ndarray, long float64, long none, long incRef, long newArray) {
    NativeAccess here = NativeAccess.HERE;
    NativeAccess.PythonAddresses python =
        new NativeAccess.PythonAddresses(ndarray, float64, none, incRef, newArray);
    return here == null ? 0 : here.arrayFunction(HANDLES, python);
  }

  /**
   * A C function {@code int64_t f(int64_t model, int64_t schema, double *rows, int64_t count,
   * double *answers)} that scores rows where they are: row-major doubles in native order, aligned,
   * as many as the schema has inputs, and room for as many answers. It returns the version that
   * answered all of them, or a status as {@link #score} does, without a text. It is good until the
   * JVM ends, and for any thread.
   *
   * @return its address, or 0 as for {@link #entry}
   */
  public static long rowsFunction() {
    NativeAccess here = NativeAccess.HERE;
    return here == null ? 0 : here.rowsFunction(HANDLES);
  }

  /** What the last call over a lane that failed had to say, in one line. */
  public static String error(int lane) {
    Lane buffers = HANDLES.find(lane, Lane.class);
    return buffers == null ? "lane " + lane + ": expected an open one" : buffers.failure().text();
  }

  /** The row, from 0, that the last failure over a lane was about; 0 if it was about none. */
  public static int errorRow(int lane) {
    Lane buffers = HANDLES.find(lane, Lane.class);
    return buffers == null ? 0 : buffers.failure().row();
  }

  /**
   * Scores rows by name, for schemas that have no doubles and for convenience.
   *
   * @param rowsJson {@code {"rows": [{...}, ...]}}
   * @return {@code {"version": 7, "rows": [{...}, ...]}}, or {@code {"error", "status", "row"}}
   */
  public static String scoreNamed(int model, String rowsJson) {
    try {
      ScorerJar jar = serving(model);
      return jar == null
          ? Status.notServing(model).json()
          : Json.write(NamedRows.score(jar, rowsJson));
    } catch (Throwable e) {
      return Status.of(e).json();
    }
  }

  /**
   * Scores rows that come as bytes, for callers that share no memory with us.
   *
   * @param rows {@code count} rows of little-endian doubles, row-major
   * @param schemaId as for {@link #score}
   * @return the version or a status as 8 bytes, big-endian; then the answers as little-endian
   *     doubles, or the error's text as UTF-8
   */
  public static byte[] scoreBytes(int model, byte[] rows, int count, long schemaId) {
    try {
      ScorerJar jar = serving(model);
      if (jar == null) {
        return Status.notServing(model).bytes();
      }
      if (jar.schema().id() != schemaId) {
        return Status.schemaChanged(jar).bytes();
      }
      double[] values = new double[rows.length / Double.BYTES];
      ByteBuffer.wrap(rows).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
      double[] answers = new double[Math.multiplyExact(count, jar.schema().outputs().size())];
      jar.scorer().score(values, count, answers);
      if (jar.drift() != null) {
        jar.drift().note(values, count, answers);
      }
      ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + answers.length * Double.BYTES);
      bytes.putLong(jar.version()).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(answers);
      return bytes.array();
    } catch (Throwable e) {
      return Status.of(e).bytes();
    }
  }

  private static ScorerJar serving(int handle) {
    Model model = HANDLES.find(handle, Model.class);
    return model == null ? null : model.serving();
  }
}

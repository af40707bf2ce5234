package io.scorejar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A jar, read once and whole into memory: no file stays open and none is written. The digest at the
 * end of the file is checked over the very bytes that the entries are taken from. Safe for any
 * thread.
 */
public final class JarContents {

  /** The digest at the end of a jar: SHA-256 in hex, as the ZIP archive comment. */
  static final int DIGEST_LENGTH = 64;

  // Far above any model that was seen, far below what would take a server down.
  private static final int LARGEST_FILE = 512 << 20;
  private static final int LARGEST_INFLATED = 1 << 30;
  private static final int MOST_ENTRIES = 65_534; // From 65,535 on a ZIP needs another format.

  private static final int END_LENGTH = 22; // The ZIP's end record, without its comment.
  private static final int END_SIGNATURE = 0x06054b50;
  private static final String OWN_FOLDER = "META-INF/scorejar/";

  private final Map<String, byte[]> entries;
  private final String digest;
  private final Manifest manifest;

  private JarContents(Map<String, byte[]> entries, String digest) {
    this.entries = Collections.unmodifiableMap(entries);
    this.digest = digest;
    this.manifest = Manifest.read(required(Manifest.ENTRY));
  }

  /**
   * Reads a jar.
   *
   * @throws BadModelException beginning with the path, if the file cannot be read or is not a whole
   *     and unchanged jar of a known format
   */
  public static JarContents read(Path path) {
    try {
      return of(bytes(path));
    } catch (IOException e) {
      throw new BadModelException(path + ": expected a readable file, got " + e, e);
    } catch (BadModelException e) {
      throw e.in(path);
    }
  }

  /**
   * Reads a jar to the end of a stream, which stays open.
   *
   * @throws IOException if the stream cannot be read
   * @throws BadModelException without a path, as {@link #read}
   */
  static JarContents read(InputStream in) throws IOException {
    return of(bytes(in));
  }

  /**
   * Takes a jar's bytes.
   *
   * @throws BadModelException without a path, as {@link #read}
   */
  public static JarContents of(byte[] bytes) {
    return of(bytes, LARGEST_INFLATED);
  }

  /** Takes a jar's bytes if they unpack to less than so many. */
  static JarContents of(byte[] bytes, int largestInflated) {
    String digest = checkDigest(bytes);
    try {
      return new JarContents(entries(bytes, largestInflated), digest);
    } catch (IOException | IllegalArgumentException e) {
      // Without the cause: an IOException as cause is trouble in reading, see couldNotRead().
      throw new BadModelException("expected a jar (ZIP), got one that does not unpack: " + e);
    }
  }

  private static byte[] bytes(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new BadModelException("expected a jar, got no such file");
    }
    // A pipe would block for ever.
    if (!Files.isRegularFile(path)) {
      throw new BadModelException("expected a jar, got something that is not a file");
    }
    long size = Files.size(path);
    if (size > LARGEST_FILE) {
      throw new BadModelException("expected at most " + LARGEST_FILE + " bytes, got more");
    }
    // Into one array at once; a file that grows or shrinks meanwhile has not its digest at the end.
    byte[] bytes = new byte[(int) size];
    try (InputStream in = Files.newInputStream(path)) {
      int read = in.readNBytes(bytes, 0, bytes.length);
      return read < bytes.length ? Arrays.copyOf(bytes, read) : bytes;
    }
  }

  private static byte[] bytes(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
    if (bytes.length > LARGEST_FILE) {
      throw new BadModelException("expected at most " + LARGEST_FILE + " bytes, got more");
    }
    return bytes;
  }

  /** Whether an error tells of trouble in reading a file, rather than of what was read. */
  static boolean couldNotRead(Throwable e) {
    return e instanceof BadModelException && e.getCause() instanceof IOException;
  }

  private static String checkDigest(byte[] bytes) {
    if (bytes.length < 2 || bytes[0] != 'P' || bytes[1] != 'K') {
      throw new BadModelException(
          "expected a jar (ZIP), got " + bytes.length + " bytes of something else");
    }
    int length = Math.max(0, bytes.length - DIGEST_LENGTH);
    String tail = new String(bytes, length, bytes.length - length, StandardCharsets.ISO_8859_1);
    if (length < END_LENGTH || !tail.matches("[0-9a-f]{64}")) {
      throw new BadModelException(
          "expected a SHA-256 at the end of the file, got none:"
              + " it was cut off, or is a jar of another kind");
    }
    String actual = HexFormat.of().formatHex(Digest.sha256(bytes, length));
    if (!actual.equals(tail)) {
      throw new BadModelException(
          "expected content with SHA-256 " + tail + ", got " + actual + ": it was changed");
    }
    return actual;
  }

  private static Map<String, byte[]> entries(byte[] bytes, int largestInflated) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    int count = 0;
    int room = largestInflated;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (++count > MOST_ENTRIES) {
          throw new BadModelException("expected at most " + MOST_ENTRIES + " entries, got more");
        }
        byte[] content = zip.readNBytes(room);
        room -= content.length;
        if (room == 0) {
          throw new BadModelException(
              "expected less than " + largestInflated + " bytes when unpacked, got more");
        }
        if (!entry.isDirectory() && entries.put(checkedName(entry), content) != null) {
          throw new BadModelException(
              "expected each entry once, got '" + entry.getName() + "' twice");
        }
      }
    }
    checkEnd(bytes, count);
    return entries;
  }

  private static String checkedName(ZipEntry entry) {
    String name = entry.getName();
    boolean leads = name.startsWith("/") || name.contains("\\") || name.contains(":");
    if (leads || List.of(name.split("/", -1)).contains("..") || name.isEmpty()) {
      throw new BadModelException(
          "expected entries with names inside the jar, got " + Values.shown(name));
    }
    return name;
  }

  /** The end record must tell of the entries that were read: other tools go by it. */
  private static void checkEnd(byte[] bytes, int count) {
    int end = bytes.length - DIGEST_LENGTH - END_LENGTH;
    int signature = littleEndian(bytes, end, 2) | (littleEndian(bytes, end + 2, 2) << 16);
    int listed = littleEndian(bytes, end + 10, 2);
    int comment = littleEndian(bytes, end + 20, 2);
    if (signature != END_SIGNATURE || comment != DIGEST_LENGTH || listed != count) {
      throw new BadModelException(
          "expected a jar that lists its " + count + " entries, got another");
    }
  }

  private static int littleEndian(byte[] bytes, int at, int length) {
    int value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[at + i] & 0xff);
    }
    return value;
  }

  /** What the jar says about itself. */
  public Manifest manifest() {
    return manifest;
  }

  /** SHA-256 of the file without its last 64 bytes, in lower-case hex. */
  public String digest() {
    return digest;
  }

  /** The names of the entries, in the order of the file. */
  public Set<String> names() {
    return entries.keySet();
  }

  /** The unpacked bytes of an entry; not a copy, so not to be changed. */
  public Optional<byte[]> entry(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /**
   * The unpacked bytes of an entry that the jar must have.
   *
   * @throws BadModelException if it has not
   */
  public byte[] required(String name) {
    return entry(name)
        .orElseThrow(() -> new BadModelException("expected an entry " + name + ", got none"));
  }

  /**
   * The evidence that the jar carries.
   *
   * @throws BadModelException if there is none, or it does not fit the schema
   */
  public Evidence evidence() {
    Evidence evidence = Evidence.read(required(Evidence.ENTRY), manifest.schema());
    if (!evidence.answered() || evidence.size() == 0) {
      throw new BadModelException(Evidence.ENTRY + ": expected rows with answers, got none");
    }
    return evidence;
  }

  /**
   * What the jar says of the rows of training; nothing where it does not.
   *
   * @throws BadModelException if that is malformed, or does not fit the schema
   */
  public Optional<Statistics> statistics() {
    return entry(Statistics.ENTRY).map(json -> Statistics.read(json, manifest.schema()));
  }

  /**
   * Makes a loader of the jar's classes and resources: those that the jar holds come from the jar
   * alone, all others from the parent. {@link java.util.ServiceLoader} works on it, and sees a
   * service's providers in the jar where it names any, else the parent's. A run time that the jar
   * brings along is not seen: the parent's own is the one that runs. The loader is garbage when
   * nothing refers to it or to its classes.
   */
  public ClassLoader classLoader(ClassLoader parent) {
    Map<String, byte[]> visible = new LinkedHashMap<>(entries);
    visible.keySet().removeIf(name -> name.startsWith(OWN_FOLDER) || ofRunTime(name));
    return new JarClassLoader(manifest.model() + "-" + manifest.version(), visible, parent);
  }

  /**
   * Whether an entry is part of this library: its classes, those for newer JDKs, and the engines
   * that it names. Code that was generated for a model is not.
   */
  public static boolean ofRunTime(String name) {
    String plain = name.replaceFirst("^META-INF/versions/[0-9]+/", "");
    return (plain.startsWith("io/scorejar/") && !plain.startsWith("io/scorejar/generated/"))
        || plain.equals("META-INF/services/" + EngineProvider.class.getName());
  }
}

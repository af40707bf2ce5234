import io.scorejar.ScorerJar;
import io.scorejar.benchmarks.Lanes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What one more open version keeps in memory after its first rows, alone and in blocks.
 *
 * <p>{@code JAR}; opens and closes it a few times, so that all code is loaded and the collector has
 * used the room that it keeps for new objects; then opens it ten times more, and prints the bytes
 * that each of these added: on the heap after collections, in all other pools of the JVM, and to the
 * resident set. Without the former, that would be about when memory is first touched: of what
 * opening needs for a moment, the first tens of megabytes come from pages that are fresh.
 */
public final class Memory {
  private static final int BEFORE = 5;
  private static final int BRIEFLY = 60;
  private static final int MORE = 10;
  private static final int ROWS = 64;

  /** The serial collector leaves some garbage where it lies, but for every fourth time. */
  private static final int COLLECTIONS = 4;

  private Memory() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path path = Path.of(arguments[0]);
    List<ScorerJar> held = new ArrayList<>();
    open(path, 1, held);
    Lanes.await();
    for (int i = 0; i < BRIEFLY; i++) {
      List<ScorerJar> brief = new ArrayList<>();
      open(path, 1, brief);
      brief.forEach(ScorerJar::close);
    }
    open(path, BEFORE, held);
    long[] before = state();
    open(path, MORE, held);
    long[] after = state();
    String[] names = {"heap", "others", "resident"};
    for (int i = 0; i < names.length; i++) {
      System.out.println(names[i] + " " + (after[i] - before[i]) / MORE);
    }
    held.forEach(ScorerJar::close);
  }

  private static void open(Path path, int count, List<ScorerJar> held) {
    for (int i = 0; i < count; i++) {
      ScorerJar jar = ScorerJar.open(path);
      int inputs = jar.schema().inputs().size();
      double[] answers = new double[ROWS * jar.schema().outputs().size()];
      jar.scorer().score(new double[inputs], answers);
      jar.scorer().score(new double[ROWS * inputs], ROWS, answers);
      held.add(jar);
    }
  }

  private static long[] state() throws IOException {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    long others = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      boolean heap = pool.getType() == MemoryType.HEAP;
      others += heap ? 0 : pool.getUsage().getUsed();
    }
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new long[] {used, others, resident()};
  }

  /** The resident set, where the system tells it; else 0. */
  private static long resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.isReadable(status)) {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
    }
    return 0;
  }
}

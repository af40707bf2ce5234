import io.scorejar.ScorerJar;
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
 * <p>{@code JAR}; opens it a few times, so that all code is loaded, then ten times more, and prints
 * the bytes that each of these added: on the heap after collections, in all other pools of the JVM,
 * and to the resident set (which also holds what the collector has not given back).
 */
public final class Memory {
  private static final int BEFORE = 5;
  private static final int MORE = 10;
  private static final int ROWS = 64;

  private Memory() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path path = Path.of(arguments[0]);
    List<ScorerJar> held = new ArrayList<>();
    open(path, 1, held);
    Lanes.await();
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
    for (int i = 0; i < 3; i++) {
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

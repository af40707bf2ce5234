package io.scorejar.fuzz;

import io.scorejar.BadModelException;
import io.scorejar.InvalidRowException;
import io.scorejar.kernel.KernelBits;
import io.scorejar.program.Program;
import io.scorejar.program.ProgramBytes;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Programs, changed or drawn: what reads must run on any row, on every kernel with the same bits,
 * and be written as something that reads.
 */
final class ProgramTarget implements Target {

  private static final int ROWS = 12;
  private static final int MOST_INPUTS = 10_000;
  private static final double[] ODD = {
    Double.NaN,
    0.0,
    -0.0,
    1,
    -1,
    2,
    255,
    256,
    0.5,
    1e300,
    -1e300,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    1e10,
    -999
  };

  private final List<byte[]> samples;

  ProgramTarget(List<byte[]> samples) {
    this.samples = samples;
  }

  @Override
  public byte[] draw(Random random) {
    if (random.nextInt(3) == 0) {
      return Bytes.changed(samples.get(random.nextInt(samples.size())), samples, random);
    }
    byte[] drawn = new DrawnProgram(random).bytes();
    return random.nextInt(4) == 0 ? Bytes.changed(drawn, samples, random) : drawn;
  }

  @Override
  public String run(byte[] input) {
    Program program;
    try {
      program = ProgramBytes.read(input);
    } catch (BadModelException e) {
      return Target.refused(e);
    }
    byte[] written = ProgramBytes.write(program);
    if (!Arrays.equals(written, ProgramBytes.write(ProgramBytes.read(written)))) {
      throw new IllegalStateException("what it writes reads as another program");
    }
    if (program.inputs() > MOST_INPUTS) {
      return "read"; // a schema would have to name them all
    }
    Random random = new Random(Arrays.hashCode(input));
    double[] rows = new double[ROWS * program.inputs()];
    Arrays.setAll(
        rows,
        i -> random.nextBoolean() ? ODD[random.nextInt(ODD.length)] : random.nextGaussian() * 3);
    KernelBits bits = new KernelBits(program, 0);
    bits.run(rows, ROWS);
    if (bits.different().values().stream().anyMatch(count -> count > 0)) {
      throw new IllegalStateException("kernels differ: " + bits.different());
    }
    double[] frame = Arrays.copyOf(rows, program.slots());
    try {
      program.run(frame);
    } catch (InvalidRowException e) {
      return "ran, refused a row";
    }
    return "ran";
  }
}

package io.scorejar.program;

import io.scorejar.BadModelException;
import java.util.ArrayList;
import java.util.List;

/**
 * A program as bytes: {@code META-INF/scorejar/program.bin} in a jar. The same program gives the
 * same bytes. {@code docs/program.md} describes them; a change that an older reader would get wrong
 * raises {@link #FORMAT}.
 */
public final class ProgramBytes {

  /** Where a jar has it. */
  public static final String ENTRY = "META-INF/scorejar/program.bin";

  /** The version of the form that is written and read. */
  public static final int FORMAT = 2;

  private static final int[] MAGIC = {'S', 'J', 'P', 'G'};

  private ProgramBytes() {}

  /** The bytes of a program. */
  public static byte[] write(Program program) {
    Encoder out = new Encoder();
    for (int octet : MAGIC) {
      out.octet(octet);
    }
    out.octet(FORMAT);
    out.count(program.inputs());
    out.count(program.slots());
    out.count(program.steps().size());
    for (Step step : program.steps()) {
      step.write(out);
    }
    int[] outputs = new int[program.outputs()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = program.output(i);
    }
    out.counts(outputs);
    return out.bytes();
  }

  /**
   * Reads what {@link #write} makes.
   *
   * @throws BadModelException if it is no program of this format; whatever the bytes, reading ends
   *     and takes memory in proportion to their number
   */
  public static Program read(byte[] bytes) {
    Decoder in = new Decoder(bytes);
    for (int octet : MAGIC) {
      if (in.octet() != octet) {
        throw in.wrong("the bytes SJPG", "others");
      }
    }
    int format = in.octet();
    if (format != FORMAT) {
      throw in.wrong("format " + FORMAT + " (a newer Scorejar wrote it?)", format);
    }
    try {
      return program(in);
    } catch (IllegalArgumentException e) {
      throw in.wrong("a program", e.getMessage());
    }
  }

  private static Program program(Decoder in) {
    int inputs = in.slot();
    int slots = in.slot();
    int count = in.count("steps", 2);
    List<Step> steps = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      steps.add(Step.read(in));
    }
    int[] outputs = in.counts("outputs", Program.MOST_SLOTS);
    if (in.left() > 0) {
      throw in.wrong("the end", in.left() + " bytes more");
    }
    return new Program(inputs, slots, steps, outputs);
  }
}

package io.scorejar.transpiler;

import io.scorejar.EngineProvider;
import io.scorejar.compiler.Compiler;
import io.scorejar.compiler.NotCompiled;
import io.scorejar.jpmml.InterpretedEngine;
import io.scorejar.jpmml.Pmml;
import io.scorejar.jpmml.TranspiledEngine;
import io.scorejar.kernel.CompiledEngine;
import io.scorejar.program.Covers;
import io.scorejar.program.ProgramBytes;
import io.scorejar.transpiler.repair.ConversionRepairs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one engine needs in a jar.
 *
 * @param provider opens the jar in this process, to prove it
 * @param entries the engine's own entries by name
 * @param repairs what was changed when the PMML was made and before it was translated, a sentence
 *     each
 * @param notes what may be slow, a sentence each
 * @param tools names and versions of what made the entries
 */
record Engine(
    EngineProvider provider,
    SortedMap<String, byte[]> entries,
    List<String> repairs,
    List<String> notes,
    Map<String, String> tools) {

  String name() {
    return provider.name();
  }

  /** What several engines need in one jar; the provider is that of the first. */
  static Engine all(List<Engine> engines) {
    SortedMap<String, byte[]> entries = new TreeMap<>();
    Set<String> repairs = new LinkedHashSet<>();
    List<String> notes = new ArrayList<>();
    Map<String, String> tools = new LinkedHashMap<>();
    for (Engine engine : engines) {
      entries.putAll(engine.entries());
      repairs.addAll(engine.repairs());
      notes.addAll(engine.notes());
      tools.putAll(engine.tools());
    }
    return new Engine(engines.get(0).provider(), entries, List.copyOf(repairs), notes, tools);
  }

  /**
   * The program.
   *
   * @throws Declined naming the element that cannot be compiled
   */
  static Engine compiled(Model model) throws Declined {
    try {
      Compiler.Compiled compiled =
          Compiler.compiled(Pmml.read(model.xml().array()), model.schema());
      SortedMap<String, byte[]> entries = new TreeMap<>();
      entries.put(ProgramBytes.ENTRY, ProgramBytes.write(compiled.program()));
      compiled.coverBytes().ifPresent(covers -> entries.put(Covers.ENTRY, covers));
      return new Engine(
          new CompiledEngine(),
          entries,
          ConversionRepairs.of(model.pmml()),
          List.of(),
          Tools.compiling());
    } catch (NotCompiled e) {
      throw new Declined(e.getMessage());
    }
  }

  /** The PMML itself. */
  static Engine interpreted(Model model) {
    return new Engine(
        new InterpretedEngine(),
        new TreeMap<>(Map.of(InterpretedEngine.ENTRY, model.xml().array())),
        ConversionRepairs.of(model.pmml()),
        List.of(),
        Tools.interpreting());
  }

  /**
   * Generated classes.
   *
   * @param limit how long translation and compilation may take
   * @throws Declined if they cannot be made
   */
  static Engine transpiled(Model model, Duration limit) throws Declined {
    Map<String, String> tools = Tools.transpiling();
    // Two models in one process must not share a name; the same model must have the same one.
    String hash = Bytes.of(model.xml().sha256() + tools).sha256().substring(0, 16);
    Generated generated =
        Generated.of(model.xml().array(), "io.scorejar.generated.m" + hash + ".Model", limit);
    List<String> notes = new ArrayList<>(generated.notes());
    notes.addAll(GeneratedClasses.check(generated.entries()));
    List<String> repairs = new ArrayList<>(ConversionRepairs.of(model.pmml()));
    repairs.addAll(generated.repairs());
    return new Engine(new TranspiledEngine(), generated.entries(), repairs, notes, tools);
  }
}

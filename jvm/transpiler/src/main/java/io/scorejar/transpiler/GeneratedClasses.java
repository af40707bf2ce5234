package io.scorejar.transpiler;

import io.scorejar.transpiler.ClassFile.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** What can be told of generated classes without running them. */
final class GeneratedClasses {

  /** HotSpot never compiles a longer method (-XX:-DontCompileHugeMethods would let it). */
  private static final int HUGE = 8000;

  private static final String SUFFIX = ".class";

  private GeneratedClasses() {}

  /**
   * Checks that every class is there, and returns what may be slow, a sentence each.
   *
   * @param entries of a jar
   * @throws Declined if a class of the same package is referred to and not there
   */
  static List<String> check(SortedMap<String, byte[]> entries) throws Declined {
    List<String> notes = new ArrayList<>();
    int huge = 0;
    Method longest = null;
    for (String name : entries.keySet()) {
      if (name.endsWith(SUFFIX)) {
        ClassFile file = ClassFile.read(entries.get(name));
        checkReferences(name, file, entries);
        for (Method method : file.methods()) {
          if (method.codeLength() > HUGE && !runsOnce(method)) {
            huge++;
            longest =
                longest == null || longest.codeLength() < method.codeLength() ? method : longest;
          }
        }
      }
    }
    if (huge > 0) {
      notes.add(
          huge
              + (huge == 1 ? " method has" : " methods have")
              + " more than "
              + HUGE
              + " bytes of bytecode (up to "
              + longest.codeLength()
              + "), which the JVM never compiles: rows that go through are slow");
    }
    return notes;
  }

  /** Initialisers, and the methods that build the object model when the jar is opened. */
  private static boolean runsOnce(Method method) {
    return method.name().startsWith("<") || method.name().startsWith("build");
  }

  private static void checkReferences(
      String name, ClassFile file, SortedMap<String, byte[]> entries) throws Declined {
    String ownPackage = name.substring(0, name.lastIndexOf('/') + 1);
    for (String reference : file.references()) {
      if (reference.startsWith(ownPackage) && !entries.containsKey(reference + SUFFIX)) {
        throw new Declined("the generated class " + reference + " is missing");
      }
    }
  }
}

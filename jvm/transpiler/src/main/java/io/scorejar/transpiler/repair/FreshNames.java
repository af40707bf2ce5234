package io.scorejar.transpiler.repair;

import java.util.HashSet;
import java.util.Set;
import org.dmg.pmml.PMML;
import org.jpmml.model.visitors.FieldNameFilterer;
import org.jpmml.translator.IdentifierUtil;

/** Names that no field of a document has, nor a field's Java name. */
final class FreshNames {

  private final Set<String> known = new HashSet<>();
  private int number;

  private FreshNames() {}

  /** Fresh names for a document as it stands. */
  static FreshNames of(PMML pmml) {
    FreshNames names = new FreshNames();
    new FieldNameFilterer() {
      @Override
      public String filter(String name) {
        if (name != null) {
          names.known.add(name);
          names.known.add(IdentifierUtil.sanitize(name));
        }
        return name;
      }
    }.applyTo(pmml);
    return names;
  }

  /** The next name; the same document gives the same names. */
  String next() {
    String name;
    do {
      name = "field" + ++number;
    } while (known.contains(name));
    return name;
  }
}

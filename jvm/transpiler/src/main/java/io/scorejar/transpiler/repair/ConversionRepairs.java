package io.scorejar.transpiler.repair;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.Extension;
import org.dmg.pmml.HasExtensions;
import org.dmg.pmml.Header;
import org.dmg.pmml.Model;
import org.dmg.pmml.PMML;
import org.dmg.pmml.VisitorAction;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * What was put right when a pipeline became PMML. The PMML itself carries it, as Extensions of its
 * Header, so that it reaches {@code model.json} whoever exports the file and whenever.
 */
public final class ConversionRepairs {

  private static final String NAME = "X-Scorejar-Repair";

  private ConversionRepairs() {}

  /** Leaves a sentence with a model that is being made; {@link #collect} takes it from there. */
  public static void note(Model model, String repair) {
    ((HasExtensions<?>) model).addExtensions(extension(repair));
  }

  /** The same, of a field. */
  public static void note(DerivedField field, String repair) {
    field.addExtensions(extension(repair));
  }

  /** Moves the sentences that were left with models, each once, to the Header. */
  public static void collect(PMML pmml) {
    Set<String> said = new LinkedHashSet<>();
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(Model model) {
        if (model instanceof HasExtensions<?> extended) {
          said.addAll(taken(extended));
        }
        return super.visit(model);
      }

      @Override
      public VisitorAction visit(DerivedField field) {
        said.addAll(taken(field));
        return super.visit(field);
      }
    }.applyTo(pmml);
    said.stream()
        .sorted(Comparator.naturalOrder())
        .forEach(repair -> pmml.requireHeader().addExtensions(extension(repair)));
  }

  private static List<String> taken(HasExtensions<?> from) {
    List<String> said = new ArrayList<>();
    if (from.hasExtensions()) {
      for (Extension extension : List.copyOf(from.getExtensions())) {
        if (NAME.equals(extension.getName())) {
          said.add(extension.getValue());
          from.getExtensions().remove(extension);
        }
      }
    }
    return said;
  }

  /** The sentences in the Header of a PMML; none if it was made by others. */
  public static List<String> of(PMML pmml) {
    List<String> said = new ArrayList<>();
    Header header = pmml.getHeader();
    if (header != null && header.hasExtensions()) {
      for (Extension extension : header.getExtensions()) {
        if (NAME.equals(extension.getName())) {
          said.add(extension.getValue());
        }
      }
    }
    return said;
  }

  private static Extension extension(String repair) {
    return new Extension().setName(NAME).setValue(repair);
  }
}
